import { BIN_VALUES, BINS } from '../../../shared/contract/data.ts'

/**
 * Sums over model inputs (bytes, NHWC) from which their mean, their standard deviation and a histogram follow. They are whole
 * numbers below 2^53, so nothing is rounded however many images there are.
 */
export class PixelSums {
  images = 0
  readonly #channels: number
  readonly #sums: Float64Array
  readonly #squares: Float64Array
  /** How often each channel has each value of a byte. */
  readonly #counts: Float64Array[]

  /** @param size numbers of one input */
  constructor(size: number, channels: number) {
    this.#channels = channels
    this.#sums = new Float64Array(size)
    this.#squares = new Float64Array(size)
    this.#counts = Array.from({ length: channels }, () => new Float64Array(256))
  }

  /**
   * Inputs more, one after the other, less than 30,000. Number by number: each sum is touched once for all of them, where going
   * from input to input would take those of 96 x 96 in colour out of the processor's cache and in again.
   */
  add(inputs: Uint8Array): void {
    const [sums, squares, channels] = [this.#sums, this.#squares, this.#channels]
    const size = sums.length
    for (let channel = 0; channel < channels; channel++) {
      const counts = this.#counts[channel]!
      for (let i = channel; i < size; i += channels) {
        let [sum, square] = [0, 0]
        for (let at = i; at < inputs.length; at += size) {
          const value = inputs[at]!
          sum += value
          square += value * value
          counts[value]!++
        }
        sums[i]! += sum
        squares[i]! += square
      }
    }
    this.images += inputs.length / size
  }

  /** Mean and standard deviation of all numbers of all images, 0..255. */
  overall(): { mean: number; deviation: number } {
    const numbers = this.images * this.#sums.length
    const mean = total(this.#sums) / numbers
    return { mean, deviation: deviationOf(total(this.#squares) / numbers, mean) }
  }

  /** The histogram of each channel. */
  bins(): number[][] {
    return this.#counts.map((counts) =>
      Array.from({ length: BINS }, (_, bin) =>
        total(counts.subarray(bin * BIN_VALUES, (bin + 1) * BIN_VALUES)),
      ),
    )
  }

  /** The mean of each number, to the nearest byte. */
  meanPicture(): Uint8Array {
    return Uint8Array.from(this.#sums, (sum) => Math.round(sum / this.images))
  }

  /** Twice the standard deviation of each number, to the nearest byte. */
  deviationPicture(): Uint8Array {
    return Uint8Array.from(this.#squares, (square, i) =>
      Math.round(2 * deviationOf(square / this.images, this.#sums[i]! / this.images)),
    )
  }
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0)

/** Rounding may leave a variance of nothing just below it. */
const deviationOf = (meanSquare: number, mean: number) => Math.sqrt(Math.max(0, meanSquare - mean * mean))
