import type { ImageId } from '../../../shared/domain.ts'

/** After so many failures the rest waits until something new is asked for. */
const MAX_FAILURES = 3

/** Images that wait for `work`, `batch` of them at a time, in `lanes` beside each other. */
export class Queue {
  readonly #work: (ids: ImageId[]) => Promise<void>
  readonly #batch: number
  readonly #lanes: number
  #waiting: ImageId[] = []
  #busy = 0
  #failures = 0
  #closed = false

  constructor(work: (ids: ImageId[]) => Promise<void>, { batch, lanes }: { batch: number; lanes: number }) {
    this.#work = work
    this.#batch = batch
    this.#lanes = lanes
  }

  add(ids: ImageId[]) {
    this.replace([...this.#waiting, ...ids])
  }

  /** These wait now, and nothing else. */
  replace(ids: ImageId[]) {
    this.#waiting = ids
    this.#failures = 0
    for (let lane = this.#busy; lane < this.#lanes; lane++) void this.#lane()
  }

  /** Nothing more is begun. */
  close() {
    this.#closed = true
  }

  async #lane() {
    this.#busy++
    while (this.#waiting.length > 0 && !this.#closed && this.#failures < MAX_FAILURES) {
      const batch = this.#waiting.splice(0, this.#batch)
      try {
        await this.#work(batch)
      } catch {
        this.#waiting = [...batch, ...this.#waiting]
        this.#failures++
      }
    }
    this.#busy--
  }
}
