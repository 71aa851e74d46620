import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { BACKBONE_BYTES, BACKBONE_FILES } from '../../../shared/contract/backbone.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { download, type Get } from './download.ts'

const MAX_PARTS = 100
/** A name of a file and nothing else: no folder, no drive, no hidden file. */
const PART = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/

const Parts = z.looseObject({
  weightsManifest: z
    .array(z.looseObject({ paths: z.array(z.string().regex(PART)).min(1).max(MAX_PARTS) }))
    .min(1)
    .max(MAX_PARTS),
})

export type BackboneBytes = {
  model: Uint8Array
  weights: Uint8Array
  /** SHA-256 of both, one after the other. */
  sha256: string
}

/** Reads a file of the model, at most so many bytes. */
type Read = (name: string, most: number) => Promise<Uint8Array>

/**
 * Reads a tfjs model from a folder, or from the https address of its folder or model.json. Every file is compared with
 * the hash given for it before anything is made of its bytes.
 * @param hashes SHA-256 (hex) of model.json, and then of each weights file in the order in which model.json lists them
 * @throws HaberdashError `backbone-refused`, `backbone-unreachable`
 */
export async function readSource(source: string, hashes: string[], get?: Get): Promise<BackboneBytes> {
  const read = /^[a-z][a-z0-9+.-]+:\/\//i.test(source) ? fromAddress(source, get) : fromFolder(source)
  const model = await checked(BACKBONE_FILES.model, BACKBONE_BYTES.model, hashes[0], read)
  const names = partNames(model)
  if (names.length !== hashes.length - 1)
    throw refused(
      `model.json lists ${names.length} weights files (${names.join(', ')}), and hashes of ${hashes.length - 1} were given`,
    )
  const parts: Uint8Array[] = []
  let left = BACKBONE_BYTES.weights
  for (const [i, name] of names.entries()) {
    const part = await checked(name, left, hashes[i + 1], read)
    parts.push(part)
    left -= part.length
  }
  const weights = Buffer.concat(parts)
  return { model, weights, sha256: createHash('sha256').update(model).update(weights).digest('hex') }
}

async function checked(
  name: string,
  most: number,
  hash: string | undefined,
  read: Read,
): Promise<Uint8Array> {
  if (!/^[0-9a-f]{64}$/i.test(hash ?? ''))
    throw refused(`the SHA-256 given for ${name} is not one: 64 digits, 0 to f`)
  const bytes = await read(name, most)
  const found = createHash('sha256').update(bytes).digest('hex')
  if (found === hash!.toLowerCase()) return bytes
  throw refused(`${name} is another file than was meant: its SHA-256 is ${found}`)
}

function partNames(model: Uint8Array): string[] {
  try {
    const { weightsManifest } = Parts.parse(JSON.parse(Buffer.from(model).toString('utf8')))
    return weightsManifest.flatMap(({ paths }) => paths)
  } catch (cause) {
    throw refused('its model.json does not list its weights by plain file names', cause)
  }
}

function fromAddress(source: string, get?: Get): Read {
  if (!URL.canParse(source)) throw refused('its address is not one')
  const address = new URL(source)
  if (!address.pathname.endsWith('/') && !address.pathname.endsWith('.json')) address.pathname += '/'
  const model = address.pathname.endsWith('.json') ? address : new URL(BACKBONE_FILES.model, address)
  return (name, most) => download(name === BACKBONE_FILES.model ? model : new URL(name, address), most, get)
}

const fromFolder =
  (folder: string): Read =>
  async (name, most) => {
    try {
      await using file = await open(join(folder, name))
      const stat = await file.stat()
      if (!stat.isFile()) throw refused(`${name} is no file`)
      if (stat.size > most) throw refused(`${name} is larger than ${most} bytes`)
      return await file.readFile()
    } catch (error) {
      if (error instanceof HaberdashError) throw error
      throw refused(`${name} is not there or can't be read`, error)
    }
  }

/** "This backbone can't be taken: `why`." */
export const refused = (why: string, cause?: unknown): HaberdashError =>
  new HaberdashError('backbone-refused', `This backbone can't be taken: ${why}.`, {
    todo: 'Compare the files and their hashes (sha256sum) with those of whoever published the model.',
    cause,
  })
