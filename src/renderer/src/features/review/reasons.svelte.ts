import type { Found } from '../../../../shared/contract/browse.ts'
import { MAX_FOUND } from '../../../../shared/contract/checks.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import { Latest } from '../../lib/latest.ts'

type Parts = {
  api: Api
  onError: (error: unknown) => void
  /** More is known now. */
  onArrive: () => void
}

/**
 * Why the images of a review are in it, as the checks have it: known before each is shown, so that however quickly keys follow
 * one another, Enter gives what is suggested.
 */
export class Reasons {
  readonly #parts: Parts
  readonly #loads = new Latest(() => this.#load())
  #found = $state.raw<ReadonlyMap<ImageId, readonly Found[]>>(new Map())
  #stale = new Set<ImageId>()
  #wanted: readonly ImageId[] = []

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Empty where nothing was found of it; undefined until that is known. */
  of(id: ImageId): readonly Found[] | undefined {
    return this.#found.get(id)
  }

  /** These are shown or come next, the first of them first. */
  want(ids: readonly ImageId[]): Promise<void> {
    this.#wanted = ids.slice(0, MAX_FOUND)
    return this.#loads.ask(undefined)
  }

  /** What is known of these, or of all, is no longer so; it stays until the answer is here. */
  refresh(ids: Iterable<ImageId> = this.#found.keys()): Promise<void> {
    for (const id of ids) this.#stale.add(id)
    return this.#loads.ask(undefined)
  }

  forget() {
    this.#wanted = []
    this.#found = new Map()
  }

  async #load() {
    const ids = this.#wanted.filter((id) => !this.#found.has(id) || this.#stale.has(id))
    if (ids.length === 0) return
    for (const id of ids) this.#stale.delete(id)
    try {
      const answer = await this.#parts.api.checks.found({ ids })
      const found = new Map(this.#found)
      for (const id of ids) found.set(id, [])
      for (const { id, findings } of answer) found.set(id, findings)
      this.#found = found
      this.#parts.onArrive()
    } catch (error) {
      this.#parts.onError(error)
    }
  }
}
