import type { Progress } from '../../shared/contract/training.ts'

/** Progress is told at most this often, in milliseconds. */
const INTERVAL = 100
/** Batches that are not counted for the time left: the first are slow, while memory and kernels are made ready. */
const WARM_UP_BATCHES = 3

/** Counts batches as they are done, and knows the epoch's means and the time left. Clock in milliseconds. */
export class ProgressMeter {
  readonly #epochs: number
  readonly #batches: number
  readonly #now: () => number
  #epoch = 0
  #batch = 0
  #done = 0
  #images = 0
  #judged = 0
  #loss = 0
  #right = 0
  #warmAt = 0
  #toldAt = -Infinity
  #startedAt = 0

  constructor(epochs: number, batches: number, now: () => number = () => performance.now()) {
    this.#epochs = epochs
    this.#batches = batches
    this.#now = now
  }

  startEpoch(epoch: number): void {
    this.#epoch = epoch
    this.#startedAt = this.#now()
    this.#batch = this.#images = this.#judged = this.#loss = this.#right = 0
  }

  /**
   * A batch of `images` is done; `loss` is the sum over them, `right` how many were classified right of the `judged`: those
   * that have a class.
   */
  add(images: number, loss: number, right: number, judged = images): void {
    this.#batch++
    this.#done++
    this.#images += images
    this.#judged += judged
    this.#loss += loss
    this.#right += right
    if (this.#done === WARM_UP_BATCHES) this.#warmAt = this.#now()
  }

  /** Means over the epoch so far. */
  means(): { loss: number; accuracy: number } {
    return { loss: this.#loss / this.#images, accuracy: this.#right / Math.max(1, this.#judged) }
  }

  /** How fast the epoch has been so far. */
  pace(): { imagesPerSecond: number; seconds: number } {
    const seconds = (this.#now() - this.#startedAt) / 1000
    return { imagesPerSecond: this.#images / seconds, seconds }
  }

  /** Waits, and takes that time for nothing's. */
  async uncounted(wait: () => Promise<void>): Promise<void> {
    const since = this.#now()
    await wait()
    const lost = this.#now() - since
    this.#startedAt += lost
    this.#warmAt += lost
  }

  #secondsLeft(): number | null {
    const timed = this.#done - WARM_UP_BATCHES
    if (timed < 1) return null
    const each = (this.#now() - this.#warmAt) / timed
    const left = (this.#epochs - this.#epoch + 1) * this.#batches - this.#batch
    return (left * each) / 1000
  }

  at(stage: Progress['stage']): Progress {
    const means = this.#images > 0 ? this.means() : { loss: null, accuracy: null }
    const [epochs, batches] = [this.#epochs, this.#batches]
    const left = stage === 'training' ? this.#secondsLeft() : null
    return { stage, epoch: this.#epoch, epochs, batch: this.#batch, batches, ...means, secondsLeft: left }
  }

  /** The progress, where it is time to tell it again. */
  due(): Progress | null {
    if (this.#now() - this.#toldAt < INTERVAL) return null
    this.#toldAt = this.#now()
    return this.at('training')
  }
}
