import type { Run } from '../../../../shared/contract/training.ts'
import type { RunId } from '../../../../shared/domain.ts'
import { hasValidation, MOST_COMPARED, type Split } from '../../../../shared/figures/curves.ts'

/** Which runs are laid over each other, and on which images. */
export class Comparing {
  /** In the order in which they were ticked, so that a run keeps its colour. */
  #ids = $state.raw<readonly RunId[]>([])
  #split = $state<Split | null>(null)

  get full(): boolean {
    return this.#ids.length >= MOST_COMPARED
  }

  has(id: RunId): boolean {
    return this.#ids.includes(id)
  }

  toggle(id: RunId): void {
    if (this.has(id)) this.#ids = this.#ids.filter((other) => other !== id)
    else if (!this.full) this.#ids = [...this.#ids, id]
  }

  clear(): void {
    this.#ids = []
  }

  of(runs: readonly Run[]): Run[] {
    return this.#ids.flatMap((id) => runs.find((run) => run.id === id) ?? [])
  }

  /** As chosen; until then the validation images, where all of them have some. */
  split(runs: readonly Run[]): Split {
    return (
      this.#split ?? (this.of(runs).every(({ curve }) => hasValidation(curve)) ? 'validation' : 'training')
    )
  }

  choose(split: Split): void {
    this.#split = split
  }
}
