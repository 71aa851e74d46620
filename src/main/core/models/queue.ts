import type { ImageId } from '../../../shared/domain.ts'

/** An image that fails by itself is tried so often. */
const TRIES = 5
/** After one failure nothing is begun for so long, milliseconds; twice as long after each more, up to the longest. */
const FIRST_PAUSE = 1000
const LONGEST_PAUSE = 60_000

/** Why images that were asked for are not done, and how many. */
export type Trouble = { images: number; error: unknown }

type Options = {
  /** Images at a time. */
  batch: number
  /** Batches beside each other. */
  lanes: number
  /** Hears of trouble whenever there is, and of null when there is none any more. */
  onTrouble: (trouble: Trouble | null) => void
}

/**
 * Images that wait for `work`. A batch that fails goes behind all others, in halves, so that one bad image keeps none from
 * its turn; alone and failing again and again, it is left. While nothing succeeds the pauses grow.
 */
export class Queue {
  readonly #work: (ids: ImageId[]) => Promise<void>
  readonly #options: Options
  #waiting: ImageId[] = []
  /** Parts of batches that have failed. */
  #suspect: ImageId[][] = []
  #tries = new Map<ImageId, number>()
  readonly #left = new Set<ImageId>()
  #error: unknown
  #inTrouble = false
  #busy = 0
  /** Since the last success. */
  #failures = 0
  #pause: { over: Promise<void>; end: () => void } | null = null
  #closed = false

  constructor(work: (ids: ImageId[]) => Promise<void>, options: Options) {
    this.#work = work
    this.#options = options
  }

  add(ids: ImageId[]) {
    this.#waiting = [...this.#waiting, ...ids]
    this.#start()
  }

  /** These wait now, and nothing else; all that went wrong before is forgotten. */
  replace(ids: ImageId[]) {
    this.#waiting = ids
    this.#suspect = []
    this.#tries = new Map()
    this.#left.clear()
    this.#failures = 0
    this.#pause?.end()
    this.#tell()
    this.#start()
  }

  /** What has failed or was left is tried now. */
  again() {
    this.replace([...this.#waiting, ...this.#suspect.flat(), ...this.#left])
  }

  /** Nothing more is begun. */
  close() {
    this.#closed = true
    this.#pause?.end()
  }

  #start() {
    for (let lane = this.#busy; lane < this.#options.lanes; lane++) void this.#lane()
  }

  async #lane() {
    this.#busy++
    if (this.#pause) await this.#pause.over
    for (let batch; (batch = this.#next()) !== undefined; await this.#pause?.over) {
      try {
        await this.#work(batch)
        this.#succeeded(batch)
      } catch (error) {
        this.#failed(batch, error)
      }
    }
    this.#busy--
  }

  #next(): ImageId[] | undefined {
    if (this.#closed) return undefined
    return this.#waiting.length > 0 ? this.#waiting.splice(0, this.#options.batch) : this.#suspect.shift()
  }

  #succeeded(batch: ImageId[]) {
    this.#failures = 0
    for (const id of batch) this.#left.delete(id)
    this.#tell()
  }

  #failed(batch: ImageId[], error: unknown) {
    this.#error = error
    this.#inTrouble = true
    this.#putBack(batch)
    this.#rest(Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#failures++))
    this.#tell()
  }

  #putBack(batch: ImageId[]) {
    const half = Math.ceil(batch.length / 2)
    if (batch.length > 1) this.#suspect.push(batch.slice(0, half), batch.slice(half))
    else {
      const [id] = batch as [ImageId]
      const tries = (this.#tries.get(id) ?? 0) + 1
      this.#tries.set(id, tries)
      if (tries < TRIES) this.#suspect.push(batch)
      else this.#left.add(id)
    }
  }

  #rest(milliseconds: number) {
    if (this.#pause || this.#closed) return
    let end = () => {}
    const over = new Promise<void>((resolve) => {
      const timer = setTimeout(() => end(), milliseconds)
      end = () => {
        clearTimeout(timer)
        this.#pause = null
        resolve()
      }
    })
    this.#pause = { over, end }
  }

  /** In trouble are those left, and after a failure that nothing has followed yet all that wait. */
  #tell() {
    const waiting = this.#failures > 0 ? this.#waiting.length + this.#suspect.flat().length : 0
    const images = waiting + this.#left.size
    if (images === 0 && !this.#inTrouble) return
    this.#inTrouble = images > 0
    this.#options.onTrouble(images > 0 ? { images, error: this.#error } : null)
  }
}
