import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { decodePhoto } from '../../src/main/core/photos/decode.ts'
import { inputOf, look } from '../../src/main/core/photos/preprocess.ts'
import { COLOUR_INPUT, FASHION_MNIST_INPUT } from '../../src/shared/domain.ts'
import { NO_FIX } from '../../src/shared/photo-fix.ts'

/** Photos as the models of both forms take them, one after the other. */
export type Photos = { count: number; grey: Uint8Array; colour: Uint8Array }

/** Every photo below a folder. What its sub-folders are called is not asked. */
export async function readPhotos(folder: string): Promise<Photos> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.jpe?g$/i.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const [grey, colour]: [Uint8Array[], Uint8Array[]] = [[], []]
  for (const file of files) {
    const seen = look(await decodePhoto(readFileSync(file), basename(file)), 0)
    grey.push(inputOf(seen, FASHION_MNIST_INPUT, NO_FIX).input)
    colour.push(inputOf(seen, COLOUR_INPUT, NO_FIX).input)
  }
  return { count: files.length, grey: Buffer.concat(grey), colour: Buffer.concat(colour) }
}
