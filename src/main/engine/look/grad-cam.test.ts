import { expect, it } from 'vitest'
import type { LayerSpec } from '../architectures/layers.ts'
import { look } from './look.ts'
import { expectNear, leaves, networks, noise } from './testing.ts'

const network = networks()

it('looks, where global average pooling follows, as CAM does; so many classes that it takes two passes', () => {
  const layers: LayerSpec[] = [
    { type: 'conv', filters: 16, kernel: 3, padding: 'same', bias: true },
    { type: 'relu' },
    { type: 'global-average-pool' },
    { type: 'dropout', rate: 0.5 },
    { type: 'dense', units: 80 },
  ]
  const made = network(layers, [64, 64, 3])
  const pixels = noise(64 * 64 * 3)
  const maps = leaves(made, pixels, 1)
  const weights = made.model.weights.at(-2)!.read().dataSync<'float32'>()
  const cam = (c: number, place: number) => {
    let sum = 0
    for (let k = 0; k < 16; k++) sum += (weights[k * 80 + c]! / 4096) * maps[place * 16 + k]!
    return Math.max(0, sum)
  }
  const { values } = look(made, pixels, false).attention!
  for (const c of [0, 1, 60, 61, 79]) {
    const expected = Float32Array.from({ length: 4096 }, (_, place) => cam(c, place) * 4096)
    expectNear(
      values.subarray(c * 4096, (c + 1) * 4096).map((value) => value * 4096),
      expected,
    )
  }
})

it('looks, where dense layers follow, by the gradient that finite differences give', () => {
  const layers: LayerSpec[] = [
    { type: 'conv', filters: 3, kernel: 3, padding: 'valid', bias: true },
    { type: 'max-pool', size: 2 },
    { type: 'batch-norm' },
    { type: 'relu' },
    ...([{ type: 'flatten' }, { type: 'dense', units: 6 }, { type: 'relu' }] as const),
    { type: 'dropout', rate: 0.3 },
    { type: 'dense', units: 2 },
  ]
  const made = network(layers, [10, 10, 1])
  const pixels = noise(100)
  const maps = [...leaves(made, pixels, 3)]
  const [w1, b1, w2] = made.model.weights
    .filter(({ originalName }) => originalName.startsWith('dense'))
    .map((weight) => weight.read().dataSync<'float32'>())
  const logit = (x: number[], c: number) => {
    let sum = 0
    for (let j = 0; j < 6; j++) {
      const hidden = x.reduce((all, value, i) => all + value * w1![i * 6 + j]!, b1![j]!)
      sum += Math.max(0, hidden) * w2![j * 2 + c]!
    }
    return sum
  }
  const slope = (c: number, i: number) => {
    const moved = (by: number) => logit(maps.with(i, maps[i]! + by), c)
    return (moved(1e-5) - moved(-1e-5)) / 2e-5
  }
  const expected = [0, 1].flatMap((c) => {
    const weight = [0, 1, 2].map((k) =>
      [...Array(16).keys()].reduce((sum, at) => sum + slope(c, at * 3 + k) / 16, 0),
    )
    return [...Array(16).keys()].map((at) =>
      Math.max(
        0,
        weight.reduce((sum, w, k) => sum + w * maps[at * 3 + k]!, 0),
      ),
    )
  })
  expect(Math.max(...expected)).toBeGreaterThan(0)
  const { attention } = look(made, pixels, false)
  expect(attention).toMatchObject({ height: 4, width: 4 })
  expectNear(attention!.values, expected)
})
