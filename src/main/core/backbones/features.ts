import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { UsedBackbone } from '../../../shared/contract/backbone.ts'
import type { ImageId, InputSpec } from '../../../shared/domain.ts'
import { imageUnknown } from '../browse/image-unknown.ts'
import type { Engine } from '../engine-client.ts'
import { writeFileWhole } from '../library/files.ts'
import type { Library } from '../library/library.ts'
import { asFix } from '../photos/fixes.ts'
import { toModelInput } from '../photos/preprocess.ts'
import { readStored } from '../photos/stored.ts'
import { backboneFolder } from './store.ts'

/** Photos in one call of the engine. */
const BATCH = 32
/** Files read side by side: a system lets a process have some hundreds open. */
const OPEN_AT_ONCE = 64
/** While one batch is looked at by the engine, the photos of the next are decoded. */
const LANES = 2

type Photo = { sha256: string; name: string; fix: string | null }
type Row = Float32Array<ArrayBuffer>
type Wanted = readonly [file: string, photo: Photo]

/** How a long look at photos is followed, held and ended. */
export type Looking = {
  /** Photos that are done, of all. */
  told?: (done: number, of: number) => void
  /** Waited for before each batch. */
  held?: () => Promise<void>
  signal?: AbortSignal | undefined
}

/** A backbone, and the pictures that it takes. */
type Eye = { backbone: UsedBackbone; input: InputSpec }

/**
 * What backbones make of the library's photos. It is kept by what it follows from (backbone, photo, its fix, the way to the
 * input), so that no photo is looked at twice, not by two callers at once either.
 */
export class BackboneFeatures {
  readonly #library: Library
  readonly #engine: Engine
  /** Files of features that are being made. */
  readonly #pending = new Map<string, Promise<Row>>()

  constructor(library: Library, engine: Engine) {
    this.#library = library
    this.#engine = engine
  }

  /**
   * Of photos, in the order asked: float32, one row each.
   * @throws HaberdashError `image-unknown`, a photo-… code, what the engine or the disk had to say; the signal's reason
   */
  async ofPhotos(eye: Eye, ids: ImageId[], { told, held, signal }: Looking = {}): Promise<Row> {
    const { features } = eye.backbone
    const photos = photosOf(this.#library, ids)
    const files = photos.map((photo) => featureFile(this.#library, eye, photo))
    const rows = new Float32Array(ids.length * features)
    const kept: (Row | null)[] = []
    for (let start = 0; start < files.length; start += OPEN_AT_ONCE) {
      const part = files.slice(start, start + OPEN_AT_ONCE)
      kept.push(...(await Promise.all(part.map((file) => readRow(file, features)))))
    }
    kept.forEach((row, i) => row && rows.set(row, i * features))
    const missing = [...photos.keys()].filter((i) => !kept[i])
    let done = ids.length - missing.length
    if (missing.length > 0) told?.(done, ids.length)
    // All lanes take from the one iterator.
    const starts = Array.from({ length: Math.ceil(missing.length / BATCH) }, (_, i) => i * BATCH).values()
    const lane = async () => {
      for (const start of starts) {
        await held?.()
        signal?.throwIfAborted()
        const part = missing.slice(start, start + BATCH)
        const wanted = part.map((i) => [files[i]!, photos[i]!] as const)
        const made = await this.#make(eye, wanted, signal)
        made.forEach((row, n) => rows.set(row, part[n]! * features))
        told?.((done += part.length), ids.length)
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    return rows
  }

  /** Of pictures in its form (bytes, NHWC), of which nothing is kept. */
  async ofPictures(
    { backbone: { name, sha256, scaling } }: Eye,
    pictures: Blob,
    count: number,
    signal?: AbortSignal,
  ): Promise<Row> {
    const backbone = { folder: backboneFolder(this.#library, name), sha256 }
    const { features } = await this.#engine.use((api) =>
      api.embed({ backbone, scaling, count, pixels: pictures }, { signal }),
    )
    return new Float32Array(await features.arrayBuffer())
  }

  /** A row for each file: made and kept, or awaited where another is at it. */
  #make(eye: Eye, wanted: Wanted[], signal?: AbortSignal): Promise<Row[]> {
    const own = wanted.filter(([file]) => !this.#pending.has(file))
    const made = this.#embed(eye, own, signal)
    for (const [n, [file]] of own.entries()) {
      const row = made.then((rows) => rows[n]!)
      const forget = () => void this.#pending.delete(file)
      row.then(forget, forget)
      this.#pending.set(file, row)
    }
    return Promise.all(wanted.map(([file]) => this.#pending.get(file)!))
  }

  async #embed(eye: Eye, wanted: Wanted[], signal?: AbortSignal): Promise<Row[]> {
    if (wanted.length === 0) return []
    const pictures: Uint8Array<ArrayBuffer>[] = []
    for (const [, photo] of wanted) {
      const decoded = await readStored(this.#library, photo)
      pictures.push(new Uint8Array(await toModelInput(decoded, eye.input, asFix(photo.fix))))
    }
    const all = await this.ofPictures(eye, new Blob(pictures), wanted.length, signal)
    const { features } = eye.backbone
    const rows = wanted.map((_, n) => all.slice(n * features, (n + 1) * features))
    for (const [n, [file]] of wanted.entries())
      await writeFileWhole(file, new Uint8Array(rows[n]!.buffer), 'remakeable')
    return rows
  }
}

/** @throws HaberdashError `image-unknown` for what is no photo of the library */
function photosOf(library: Library, ids: ImageId[]): Photo[] {
  const photos = library.db.read
    .prepare(
      `SELECT sha256, name, fix FROM json_each(?) AS wanted CROSS JOIN photos ON photos.image_id = wanted.value
       LEFT JOIN photo_fixes ON photo_fixes.image_id = photos.image_id ORDER BY wanted.key`,
    )
    .all(JSON.stringify(ids)) as Photo[]
  if (photos.length !== ids.length) throw imageUnknown()
  return photos
}

function featureFile(library: Library, { backbone, input }: Eye, { sha256, fix }: Photo): string {
  const from = JSON.stringify([backbone.sha256, backbone.scaling, input, sha256, fix])
  const key = createHash('sha256').update(from).digest('hex')
  return join(backboneFolder(library, backbone.name), 'features', key.slice(0, 2), key)
}

/** Null where there is none, or not a whole one. */
async function readRow(file: string, features: number): Promise<Row | null> {
  const bytes = await readFile(file).catch(() => null)
  if (bytes?.length !== features * Float32Array.BYTES_PER_ELEMENT) return null
  return new Float32Array(new Uint8Array(bytes).buffer)
}
