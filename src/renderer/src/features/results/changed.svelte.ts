import type { Api } from '../../../../shared/contract/index.ts'
import type { Changes, Results } from '../../../../shared/contract/results.ts'
import type { ModelVersion } from '../../../../shared/contract/models.ts'
import type { ModelId } from '../../../../shared/domain.ts'
import { Asked } from '../../lib/asked.svelte.ts'
import { Asking } from './asking.svelte.ts'

type Parts = {
  api: Api
  versions: () => readonly ModelVersion[]
  /** What is looked at. */
  results: () => Results | null
}

/** What the version that is looked at has changed from another one, image by image. */
export class Changed {
  readonly #parts: Parts
  readonly #asked = new Asked<Changes>()
  readonly asking: Asking
  #chosen = $state<ModelId | null>(null)

  constructor(parts: Parts) {
    this.#parts = parts
    this.asking = new Asking(parts.api, () => void this.load())
  }

  /** Those that it can be compared with. */
  get others(): readonly ModelVersion[] {
    const own = this.#parts.results()?.model
    return this.#parts.versions().filter(({ id }) => id !== own)
  }

  /** As chosen; until then the version that it came from, or the newest of the others. */
  get other(): ModelId | null {
    const { others } = this
    const own = this.#parts.versions().find(({ id }) => id === this.#parts.results()?.model)
    const wanted = [this.#chosen, own?.parent].find((id) => others.some((one) => one.id === id))
    return wanted ?? others[0]?.id ?? null
  }

  /** Of the versions and images that are looked at now; null until they are there. */
  get changes(): Changes | null {
    const changes = this.#asked.value
    const results = this.#parts.results()
    const fits =
      changes?.a === this.other && changes?.b === results?.model && changes?.split === results?.split
    return fits ? changes : null
  }
  get problem() {
    return this.#asked.problem
  }

  choose(id: ModelId): void {
    this.#chosen = id
    this.asking.cancel()
    void this.load()
  }

  async load(): Promise<void> {
    const [a, results] = [this.other, this.#parts.results()]
    if (a === null || results === null) return
    const { model: b, split } = results
    await this.#asked.ask(() => this.#parts.api.results.changes({ a, b, split }))
  }

  /** Asks both what they were not asked yet. */
  ask(): Promise<void> {
    const [a, results] = [this.other, this.#parts.results()]
    return a === null || results === null
      ? Promise.resolve()
      : this.asking.ask([a, results.model], results.split)
  }
}
