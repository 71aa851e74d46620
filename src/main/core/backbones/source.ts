import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { BACKBONE_BYTES, BACKBONE_FILES, WeightsManifest } from '../../../shared/contract/backbone.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { download, type Get } from './download.ts'

/** The numbers of weights are of four bytes each: others are not taken. */
const BYTES_PER_WEIGHT = 4

export type BackboneBytes = {
  model: Uint8Array
  weights: Uint8Array
  /** SHA-256 of both, one after the other. */
  sha256: string
}

/** How a long reading is followed and ended. */
export type Reading = {
  /** Bytes that are here, of all where that is known by then. */
  told?: (done: number, of: number | null) => void
  signal?: AbortSignal | undefined
  get?: Get
}

/** Reads a file of the model, at most so many bytes; tells of each piece how long it is. */
type Read = (name: string, most: number, told: (bytes: number) => void) => Promise<Uint8Array>

/**
 * Reads a tfjs model from the https address of its folder or model.json.
 * @param hashes SHA-256 (hex) of model.json, and then of each weights file in the order in which model.json lists them:
 *   each file is compared with its own before anything is made of its bytes. Or one, of all of them one after the other.
 * @throws HaberdashError `backbone-refused`, `backbone-unreachable`; the signal's reason
 */
export async function readAddress(
  address: string,
  hashes: string[],
  { told, ...reading }: Reading = {},
): Promise<BackboneBytes> {
  if (!URL.canParse(address)) throw refused('its address is not one')
  const url = new URL(address)
  if (!url.pathname.endsWith('/') && !url.pathname.endsWith('.json')) url.pathname += '/'
  const model = url.pathname.endsWith('.json') ? url : new URL(BACKBONE_FILES.model, url)
  const read: Read = (name, most, piece) =>
    download(name === BACKBONE_FILES.model ? model : new URL(name, url), most, { ...reading, told: piece })
  return readAll(read, hashes, told)
}

/**
 * The same from a folder.
 * @param hashes null: the files are as they should be
 * @throws HaberdashError `backbone-refused`
 */
export function readFolder(folder: string, hashes: string[] | null): Promise<BackboneBytes> {
  return readAll((name, most) => readIn(folder, name, most), hashes)
}

async function readAll(
  read: Read,
  hashes: string[] | null,
  told: Reading['told'] = () => {},
): Promise<BackboneBytes> {
  const pins = hashes?.map(pin) ?? null
  const each = pins !== null && pins.length > 1 ? pins : null
  let done = 0
  let of: number | null = null
  const checked = async (name: string, most: number, hash: string | undefined): Promise<Uint8Array> => {
    const bytes = await read(name, most, (length) => told((done += length), of))
    if (hash !== undefined) compare(bytes, hash, name)
    return bytes
  }
  const model = await checked(BACKBONE_FILES.model, BACKBONE_BYTES.model, each?.[0])
  const { names, bytes } = partsOf(model)
  if (each && names.length !== each.length - 1)
    throw refused(
      `model.json lists ${names.length} weights files (${names.join(', ')}), and hashes of ${each.length - 1} were given`,
    )
  of = model.length + bytes
  const parts: Uint8Array[] = []
  let left = BACKBONE_BYTES.weights
  for (const [i, name] of names.entries()) {
    const part = await checked(name, left, each?.[i + 1])
    parts.push(part)
    left -= part.length
  }
  const weights = Buffer.concat(parts)
  const sha256 = createHash('sha256').update(model).update(weights).digest('hex')
  if (pins?.length === 1 && pins[0] !== sha256)
    throw another('all of it, its files one after the other,', sha256)
  return { model, weights, sha256 }
}

function pin(typed: string): string {
  if (/^[0-9a-f]{64}$/i.test(typed)) return typed.toLowerCase()
  throw refused(`"${typed.slice(0, 80)}" is no SHA-256: it has 64 digits, 0 to 9 and a to f`)
}

function compare(bytes: Uint8Array, hash: string, name: string): void {
  const found = createHash('sha256').update(bytes).digest('hex')
  if (found !== hash) throw another(name, found)
}

const another = (name: string, found: string) =>
  refused(`${name} is another file than was meant: its SHA-256 is ${found}`)

/** The names of its weights files, and how many bytes they should have together. */
function partsOf(model: Uint8Array): { names: string[]; bytes: number } {
  try {
    const { weightsManifest } = WeightsManifest.parse(JSON.parse(Buffer.from(model).toString('utf8')))
    const weights = weightsManifest.flatMap((group) => group.weights)
    const numbers = weights.reduce((sum, { shape }) => sum + shape.reduce((size, side) => size * side, 1), 0)
    const bytes = Math.min(BACKBONE_BYTES.weights, Math.max(0, Math.round(numbers * BYTES_PER_WEIGHT)))
    return { names: weightsManifest.flatMap(({ paths }) => paths), bytes }
  } catch (cause) {
    throw refused('its model.json does not list its weights by plain file names', cause)
  }
}

async function readIn(folder: string, name: string, most: number): Promise<Uint8Array> {
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
