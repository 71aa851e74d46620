import { MAX_BATCH, type ImageRow } from '../../../../shared/contract/browse.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import type { ClassId, ImageId } from '../../../../shared/domain.ts'
import { Latest } from '../../lib/latest.ts'
import { Lru } from '../../lib/lru.ts'

const ROWS_KEPT = 20_000
/** 784 bytes each: 16 MB. */
const PIXELS_KEPT = 20_000
const PIXELS_PER_IMAGE = 784

/** What is known of images: rows, and dataset images' pixels. Fetched in batches for what is on screen. */
export class Rows {
  readonly #api: Api
  readonly #onError: (error: unknown) => void
  readonly #rows = new Lru<ImageId, ImageRow>(ROWS_KEPT)
  readonly #pixels = new Lru<ImageId, Uint8Array>(PIXELS_KEPT)
  readonly #stale = new Set<ImageId>()
  readonly #fetches = new Latest((ids: readonly ImageId[]) => this.#fetch(ids))
  #wanted: readonly ImageId[] = []
  /** Counts arrivals: one signal for all rows, as they arrive by the hundred. */
  #version = $state(0)

  constructor(api: Api, onError: (error: unknown) => void) {
    this.#api = api
    this.#onError = onError
  }

  row(id: ImageId): ImageRow | undefined {
    void this.#version
    return this.#rows.get(id)
  }

  pixels(id: ImageId): Uint8Array | undefined {
    void this.#version
    return this.#pixels.get(id)
  }

  /** These are on screen now. What was wanted before and has not been asked for yet is dropped. */
  want(ids: readonly ImageId[]): Promise<void> {
    this.#wanted = ids
    return this.#fetches.ask(ids)
  }

  /** What is known of them is no longer so: shown until the new row is here. Without ids, all of them. */
  refresh(ids?: readonly ImageId[]): Promise<void> {
    if (ids) ids.filter((id) => this.#rows.has(id)).forEach((id) => this.#stale.add(id))
    else this.#rows.clear()
    return this.#fetches.ask(this.#wanted)
  }

  /** The server has answered that these carry this label now; nothing needs to be asked again to show it. */
  labelled(ids: readonly ImageId[], label: ClassId | null, by: 'person' | 'model') {
    for (const id of ids) {
      const row = this.#rows.get(id)
      if (row) this.#rows.set(id, { ...row, label, labelledBy: label === null ? null : by })
    }
    this.#version++
  }

  async #fetch(ids: readonly ImageId[]) {
    try {
      await this.#fetchRows(ids)
      await this.#fetchPixels(ids)
    } catch (error) {
      this.#onError(error)
    }
  }

  async #fetchRows(ids: readonly ImageId[]) {
    const missing = ids.filter((id) => this.#stale.has(id) || !this.#rows.has(id)).slice(0, MAX_BATCH)
    if (missing.length === 0) return
    // Before the answer, so that a change that happens meanwhile marks the row again.
    for (const id of missing) this.#stale.delete(id)
    for (const row of await this.#api.browse.rows({ ids: missing })) this.#rows.set(row.id, row)
    this.#version++
  }

  async #fetchPixels(ids: readonly ImageId[]) {
    const missing = ids
      .filter((id) => this.#rows.get(id)?.source === 'dataset' && !this.#pixels.has(id))
      .slice(0, MAX_BATCH)
    if (missing.length === 0) return
    const bytes = new Uint8Array(await (await this.#api.browse.pixels({ ids: missing })).arrayBuffer())
    missing.forEach((id, index) =>
      this.#pixels.set(id, bytes.slice(index * PIXELS_PER_IMAGE, (index + 1) * PIXELS_PER_IMAGE)),
    )
    this.#version++
  }
}
