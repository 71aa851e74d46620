import type { EpochPoint } from '../../shared/contract/training.ts'
import { setWeight, type Network } from './network.ts'

const lossOf = (point: EpochPoint | undefined): number => point?.validation?.loss ?? Infinity

/** Index of the epoch with the least validation loss; the first of equals. -1 where none was validated. */
function bestOf(curve: EpochPoint[]): number {
  const least = Math.min(...curve.map(lossOf))
  return least === Infinity ? -1 : curve.findIndex((point) => lossOf(point) === least)
}

/** Whether so many epochs in a row, the last ones, were no better than the best before them. */
export const isOver = (curve: EpochPoint[], patience: number): boolean =>
  bestOf(curve) >= 0 && curve.length - 1 - bestOf(curve) >= patience

/** The weights of the epoch with the least validation loss so far, as plain numbers. */
export class BestEpoch {
  #weights = new Map<string, Float32Array>()

  /** Takes the network's weights where `loss` is less than that of every epoch of the curve. */
  offer(network: Network, loss: number, curve: EpochPoint[]): void {
    if (curve.some((point) => lossOf(point) <= loss)) return
    this.#weights = new Map(
      network.model.weights.map((weight) => [
        weight.originalName,
        weight.read().dataSync<'float32'>().slice(),
      ]),
    )
  }

  /** Gives the network the weights that were taken, if any were. */
  putBack(network: Network): void {
    for (const weight of network.model.weights) {
      const values = this.#weights.get(weight.originalName)
      if (values) setWeight(weight, values)
    }
  }

  /** What was taken, by the weights' names, for a checkpoint. */
  state(): Map<string, Float32Array> {
    return new Map([...this.#weights].map(([name, values]) => [`best ${name}`, values]))
  }

  /** Goes on where a state was taken. */
  restore(arrays: Map<string, Float32Array>): void {
    const mine = [...arrays].filter(([name]) => name.startsWith('best '))
    this.#weights = new Map(mine.map(([name, values]) => [name.slice('best '.length), values]))
  }
}
