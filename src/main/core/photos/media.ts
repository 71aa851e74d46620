import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import type { ImageId } from '../../../shared/domain.ts'
import { writeFileWhole } from '../library/files.ts'
import type { Library } from '../library/library.ts'
import { modelInputs } from './inputs.ts'
import { readStored } from './stored.ts'
import { thumbnailPath } from './store.ts'
import { makeThumbnail } from './thumbnail.ts'

/** Longest edge of the large picture, pixels. */
const LARGE_EDGE = 1600

export type Picture = { type: 'image/webp' | 'image/png'; bytes: Uint8Array<ArrayBuffer> }

const PATH = /^\/image\/([1-9][0-9]{0,14})\/(thumb|large|input)$/

/**
 * The picture behind a path of either door: /image/ID/thumb (longest edge 256), /image/ID/large (1600),
 * /image/ID/input (what the model sees). Null where there is no such picture. Nothing of the path but a number and a
 * word from a list is ever used.
 */
export async function pictureAt(library: Library, path: string): Promise<Picture | null> {
  const [, id, kind] = PATH.exec(path) ?? []
  if (id === undefined) return null
  const photo = library.db.read
    .prepare('SELECT sha256, name FROM photos WHERE image_id = ?')
    .get(Number(id)) as { sha256: string; name: string } | undefined
  if (photo && kind === 'thumb') return webp(await thumbnail(library, photo))
  if (photo && kind === 'large') {
    return webp(await makeThumbnail(await readStored(library, photo, LARGE_EDGE), LARGE_EDGE))
  }
  const known = library.db.read.prepare('SELECT 1 FROM images WHERE id = ? AND present = 1').get(Number(id))
  if (!known) return null
  const { width, height, channels } = library.input
  const pixels = await modelInputs(library, [Number(id) as ImageId])
  const png = await sharp(pixels, { raw: { width, height, channels } }).png().toBuffer()
  return { type: 'image/png', bytes: new Uint8Array(png) }
}

/** The stored thumbnail, made again where it is gone. */
async function thumbnail(library: Library, photo: { sha256: string; name: string }): Promise<Uint8Array> {
  const path = thumbnailPath(library, photo.sha256)
  const stored = await readFile(path).catch(() => null)
  if (stored) return stored
  const made = await makeThumbnail(await readStored(library, photo))
  await writeFileWhole(path, made, 'remakeable')
  return made
}

const webp = (bytes: Uint8Array): Picture => ({ type: 'image/webp', bytes: new Uint8Array(bytes) })
