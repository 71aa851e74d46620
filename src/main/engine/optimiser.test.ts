import { describe, expect, it } from 'vitest'
import { buildNetwork, drawWeights } from './network.ts'
import { Optimiser } from './optimiser.ts'
import { tf, type TF } from './tf.ts'

function denseNetwork() {
  const made = buildNetwork([{ type: 'flatten' }, { type: 'dense', units: 3 }], [2, 2, 1])
  drawWeights(made, 1)
  return { model: made.model, weights: made.model.trainableWeights }
}

const ORACLES = {
  adam: { make: () => tf.train.adam(0.01), slots: 2 },
  sgd: { make: () => tf.train.momentum(0.01, 0.9, true), slots: 1 },
}

describe.each(['adam', 'sgd'] as const)('%s', (name) => {
  it('moves weights as tfjs does, and gives its tensors back', () => {
    const { model, weights } = denseNetwork()
    const reference = weights.map((weight) => tf.variable(weight.read().clone()))
    const [optimiser, oracle] = [new Optimiser(name), ORACLES[name].make()]
    for (let step = 1; step <= 5; step++) {
      tf.tidy(() => {
        const gradients = weights.map((weight) =>
          tf.randomNormal(weight.shape as number[], 0, 1, 'float32', step),
        )
        optimiser.step(new Map(weights.map((weight, i) => [weight, gradients[i]!])), 0.01)
        oracle.applyGradients(reference.map(({ name }, i) => ({ name, tensor: gradients[i]! as TF.Tensor })))
      })
    }
    weights.forEach((weight, i) => {
      const expected = reference[i]!.dataSync()
      for (const [j, value] of [...weight.read().dataSync()].entries())
        expect(value).toBeCloseTo(expected[j]!, 5)
    })
    const held = tf.memory().numTensors
    optimiser.dispose()
    expect(tf.memory().numTensors).toBe(held - (1 + ORACLES[name].slots) * weights.length)
    oracle.dispose()
    tf.dispose(reference)
    model.dispose()
  })

  it('goes on from a state as if it had never stopped; decay takes its part of kernels alone', () => {
    const before = tf.memory().numTensors
    const moved = (decay: number, stop: boolean) => {
      const { model, weights } = denseNetwork()
      let optimiser = new Optimiser(name)
      for (let step = 1; step <= 4; step++) {
        if (stop && step === 3) {
          const state = optimiser.state()
          optimiser.dispose()
          optimiser = new Optimiser(name)
          optimiser.restore(state, weights)
        }
        tf.tidy(() => {
          const gradients = weights.map((w) => tf.randomNormal(w.shape as number[], 0, 1, 'float32', step))
          optimiser.step(new Map(weights.map((weight, i) => [weight, gradients[i]!])), 0.1, decay)
        })
      }
      const values = weights.map((weight) => [...weight.read().dataSync()])
      optimiser.dispose()
      model.dispose()
      return values
    }
    const plain = moved(0, false)
    expect(moved(0, true)).toEqual(plain)
    const decayed = moved(0.5, false)
    expect(decayed[0]).not.toEqual(plain[0])
    expect(decayed[1]).toEqual(plain[1])
    expect(tf.memory().numTensors).toBe(before)
  })
})
