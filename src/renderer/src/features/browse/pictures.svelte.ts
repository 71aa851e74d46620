import { MAX_BATCH, type ImageRow } from '../../../../shared/contract/browse.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import { ByteCache } from '../../lib/byte-cache.ts'
import { Lru } from '../../lib/lru.ts'
import { Batches } from './batches.ts'
import { filesOf } from './sheet.ts'
import { decodedSide, decodeSquare } from './thumbnail.ts'

/** 784 bytes each: 16 MB. */
const PIXELS_KEPT = 20_000
const PIXELS_PER_IMAGE = 784
const FILE_BYTES_KEPT = 32_000_000
const BITMAP_BYTES_KEPT = 64_000_000
/** So many photos are fetched, and so many decoded, before the first of them is shown; a call may ask for more. */
const FETCHED_AT_ONCE = 64
const DECODED_AT_ONCE = 32
/** A photo without a thumbnail is asked for again after so long, when something is asked for. */
const ASKED_AGAIN_AFTER_MS = 30_000

/** A dataset image's grey bytes; the middle square of a photo; or that a photo's file is gone. */
export type Picture = Uint8Array | ImageBitmap | 'gone'

type Parts = {
  api: Api
  row: (id: ImageId) => ImageRow | undefined
  decode?: typeof decodeSquare
  now?: () => number
}

/** What images look like, as large as a tile is. Of what is on screen nothing is ever forgotten. */
export class Pictures {
  readonly #parts: Required<Parts>
  readonly #pixels = new Lru<ImageId, Uint8Array>(PIXELS_KEPT)
  readonly #files = new ByteCache<ImageId, Uint8Array<ArrayBuffer>>({
    limit: FILE_BYTES_KEPT,
    size: (file) => file.length,
  })
  readonly #bitmaps = new ByteCache<ImageId, { bitmap: ImageBitmap; side: number }>({
    limit: BITMAP_BYTES_KEPT,
    size: ({ bitmap }) => bitmap.width * bitmap.height * 4,
    onDrop: ({ bitmap }) => bitmap.close(),
  })
  /** When it was found out. */
  readonly #gone = new Map<ImageId, number>()
  readonly #pixelBatches = new Batches(
    () => this.#missing('dataset', MAX_BATCH, (id) => !this.#pixels.has(id)),
    (ids) => this.#fetchPixels(ids),
  )
  readonly #fileBatches = new Batches(
    () => this.#missing('photo', FETCHED_AT_ONCE, (id) => this.#lacksFile(id)),
    (ids) => this.#fetchFiles(ids),
  )
  readonly #bitmapBatches = new Batches(
    () => this.#missing('photo', DECODED_AT_ONCE, (id) => this.#lacksBitmap(id)),
    (ids) => this.#decodeAll(ids),
  )
  #wanted: readonly ImageId[] = []
  /** That bitmaps are decoded at; 0: photos are not asked for. */
  #side = 0
  #version = $state(0)

  constructor(parts: Parts) {
    this.#parts = { decode: decodeSquare, now: () => Date.now(), ...parts }
  }

  /** Undefined while it is under way. */
  picture(id: ImageId): Picture | undefined {
    void this.#version
    return this.#pixels.get(id) ?? this.#bitmaps.get(id)?.bitmap ?? (this.#gone.has(id) ? 'gone' : undefined)
  }

  pixels(id: ImageId): Uint8Array | undefined {
    void this.#version
    return this.#pixels.get(id)
  }

  /** These are on screen or soon will be, the first of them first; photos in tiles of so many device pixels, 0: not at all. */
  want(ids: readonly ImageId[], tile: number) {
    this.#wanted = ids
    this.#side = tile === 0 ? 0 : decodedSide(tile)
    const used = new Set(ids)
    this.#files.use(used)
    this.#bitmaps.use(used)
  }

  /** Something about these has changed: perhaps a file is there now. */
  changed(ids: Iterable<ImageId>) {
    if (this.#gone.size > 0) for (const id of ids) this.#gone.delete(id)
  }

  /** Fetches what is missing of those of the wanted whose rows are known. */
  async fetch(): Promise<void> {
    await Promise.all([this.#pixelBatches.ask(), this.#fileBatches.ask()])
    await this.#bitmapBatches.ask()
  }

  #missing(source: ImageRow['source'], most: number, lacks: (id: ImageId) => boolean): ImageId[] {
    const ids: ImageId[] = []
    for (const id of this.#wanted)
      if (this.#parts.row(id)?.source === source && lacks(id) && ids.push(id) === most) break
    return ids
  }

  #lacksFile(id: ImageId): boolean {
    if (this.#side === 0) return false
    const gone = this.#gone.get(id)
    if (gone !== undefined && this.#parts.now() - gone < ASKED_AGAIN_AFTER_MS) return false
    return !this.#files.has(id)
  }

  #lacksBitmap(id: ImageId): boolean {
    if (this.#side === 0) return false
    return this.#files.has(id) && !this.#gone.has(id) && this.#bitmaps.get(id)?.side !== this.#side
  }

  async #fetchPixels(ids: ImageId[]) {
    const blob = await this.#parts.api.browse.pixels({ ids })
    const bytes = new Uint8Array(await blob.arrayBuffer())
    ids.forEach((id, index) =>
      this.#pixels.set(id, bytes.slice(index * PIXELS_PER_IMAGE, (index + 1) * PIXELS_PER_IMAGE)),
    )
    this.#version++
  }

  async #fetchFiles(ids: ImageId[]) {
    const sheet = await this.#parts.api.browse.thumbnails({ ids })
    const files = filesOf(await sheet.arrayBuffer(), ids.length)
    for (const [index, id] of ids.entries()) {
      const file = files[index]!
      if (file.length === 0) this.#lost(id)
      else this.#found(id, file)
    }
    // Told of by whoever waits for it.
    this.#bitmapBatches.ask().catch(() => {})
  }

  async #decodeAll(ids: ImageId[]) {
    await Promise.all(ids.map((id) => this.#decode(id, this.#side)))
    this.#version++
  }

  async #decode(id: ImageId, side: number) {
    try {
      const bitmap = await this.#parts.decode(this.#files.get(id)!, side)
      this.#bitmaps.set(id, { bitmap, side })
    } catch {
      this.#files.delete(id)
      this.#lost(id)
    }
  }

  #found(id: ImageId, file: Uint8Array<ArrayBuffer>) {
    this.#files.set(id, file)
    this.#gone.delete(id)
  }

  #lost(id: ImageId) {
    this.#gone.set(id, this.#parts.now())
    this.#version++
  }
}
