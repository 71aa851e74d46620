import { MAX_BATCH, type ImageRow } from '../../../../shared/contract/browse.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import type { ClassId, ImageId } from '../../../../shared/domain.ts'
import { Lru } from '../../lib/lru.ts'
import { Batches } from './batches.ts'
import { Pictures, type Picture } from './pictures.svelte.ts'

const ROWS_KEPT = 20_000

/** What is known of images, and what they look like. Fetched in batches for what is on screen. */
export class Rows {
  readonly #api: Api
  readonly #onError: (error: unknown) => void
  readonly #rows = new Lru<ImageId, ImageRow>(ROWS_KEPT)
  readonly #pictures: Pictures
  readonly #stale = new Set<ImageId>()
  /** Asked for, but for those of which the answer may be older than what is known by now. */
  #asked = new Set<ImageId>()
  /** Those that there are no rows of. */
  readonly #unknown = new Set<ImageId>()
  readonly #batches = new Batches(
    () => this.#missing(),
    (ids) => this.#fetchRows(ids),
  )
  #wanted: readonly ImageId[] = []
  #told: unknown = null
  /** Counts arrivals: one signal for all rows, as they arrive by the hundred. */
  #version = $state(0)

  constructor(
    api: Api,
    onError: (error: unknown) => void,
    pictures = new Pictures({ api, row: (id) => this.#rows.get(id) }),
  ) {
    this.#api = api
    this.#onError = onError
    this.#pictures = pictures
  }

  row(id: ImageId): ImageRow | undefined {
    void this.#version
    return this.#rows.get(id)
  }

  picture(id: ImageId): Picture | undefined {
    return this.#pictures.picture(id)
  }

  /** Of dataset images only. */
  pixels(id: ImageId): Uint8Array | undefined {
    return this.#pictures.pixels(id)
  }

  /**
   * These are on screen now, or soon will be, the first of them first; photos in tiles of so many device pixels, or (0)
   * without their pictures. What was wanted before and has not been asked for yet is dropped.
   */
  want(ids: readonly ImageId[], tile = 0): Promise<void> {
    this.#wanted = ids
    this.#pictures.want(ids, tile)
    return this.#fetch()
  }

  /** What is known of them is no longer so: shown until the new row is here. Without ids, all of them. */
  refresh(ids: Iterable<ImageId> = this.#rows.keys()): Promise<void> {
    this.#unknown.clear()
    for (const id of ids) if (this.#rows.has(id)) this.#stale.add(id)
    this.#pictures.changed(this.#stale)
    return this.#fetch()
  }

  /** The server has answered that these carry this label now; nothing needs to be asked again to show it. */
  labelled(ids: readonly ImageId[], label: ClassId | null, by: 'person' | 'model') {
    for (const id of ids) {
      const row = this.#rows.get(id)
      if (row) this.#rows.set(id, { ...row, label, labelledBy: label === null ? null : by })
      if (this.#asked.delete(id)) this.#stale.add(id)
    }
    this.#version++
  }

  /** Of images whose rows are known the pictures are under way at the same time. */
  async #fetch() {
    try {
      await Promise.all([this.#batches.ask(), this.#pictures.fetch()])
      await this.#pictures.fetch()
    } catch (error) {
      // Several may have waited for the same batch.
      if (error !== this.#told) this.#onError(error)
      this.#told = error
    }
  }

  #missing(): ImageId[] {
    const ids: ImageId[] = []
    for (const id of this.#wanted) {
      if (this.#unknown.has(id) || (this.#rows.has(id) && !this.#stale.has(id))) continue
      if (ids.push(id) === MAX_BATCH) break
    }
    return ids
  }

  async #fetchRows(ids: ImageId[]) {
    const missing = new Set(ids)
    for (const row of await this.#answer(ids)) {
      missing.delete(row.id)
      if (this.#asked.has(row.id) || !this.#rows.has(row.id)) this.#rows.set(row.id, row)
    }
    this.#asked.clear()
    for (const id of missing) this.#unknown.add(id)
    this.#version++
    // Told of by whoever waits for it.
    this.#pictures.fetch().catch(() => {})
  }

  async #answer(ids: ImageId[]): Promise<ImageRow[]> {
    this.#asked = new Set(ids)
    // Before the answer, so that a change that happens meanwhile marks the row again.
    for (const id of ids) this.#stale.delete(id)
    try {
      return await this.#api.browse.rows({ ids })
    } catch (error) {
      for (const id of ids) this.#stale.add(id)
      throw error
    }
  }
}
