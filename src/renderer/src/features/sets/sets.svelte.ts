import { SvelteMap } from 'svelte/reactivity'
import type { Filter, Sort } from '../../../../shared/contract/browse.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import type { SetId } from '../../../../shared/contract/sets.ts'
import type { Browse } from '../browse/browse.svelte.ts'
import { NO_FILTER } from '../browse/view.svelte.ts'

type Parts = { api: Api; browse: Browse; goToBrowse: () => void; onError: (error: unknown) => void }

/** From a picture to the images behind it. */
export class Sets {
  readonly #parts: Parts
  readonly #names = new SvelteMap<SetId, string>()
  readonly #asked = new Set<SetId>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** What a kept list is called; undefined until that is known. */
  name(id: SetId): string | undefined {
    const name = this.#names.get(id)
    if (name === undefined && !this.#asked.has(id)) void this.#ask(id)
    return name
  }

  /** Images in Browse, in this order, under a name such as "Lasso on the map". */
  async show(name: string, ids: ArrayLike<number>): Promise<void> {
    try {
      const kept = await this.#parts.api.sets.keep({ name, ids: new Blob([Uint32Array.from(ids)]) })
      this.#names.set(kept.id, kept.name)
      await this.filter({ set: kept.id }, 'as-listed')
    } catch (error) {
      this.#parts.onError(error)
    }
  }

  /** Images in Browse that a filter finds, and no other part of the filter that was there. */
  filter(filter: Partial<Filter>, sort: Sort = 'most-suspicious'): Promise<void> {
    this.#parts.goToBrowse()
    return this.#parts.browse.showView({ filter: { ...NO_FILTER, ...filter }, sort, seed: 0 })
  }

  async #ask(id: SetId) {
    this.#asked.add(id)
    try {
      this.#names.set(id, (await this.#parts.api.sets.get({ id }))?.name ?? 'a list that is gone')
    } catch (error) {
      this.#asked.delete(id)
      this.#parts.onError(error)
    }
  }
}
