import { afterAll, describe, expect, it } from 'vitest'
import * as bfloat16 from './bfloat16.ts'
import * as kernels from './kernels.ts'
import { tf, type TF } from './tf.ts'

const x = tf.randomNormal([4, 9, 9, 16], 0, 1, 'float32', 1)
const kernel = tf.randomNormal([3, 3, 16, 24], 0, 0.1, 'float32', 2)
const dy = tf.randomNormal([4, 9, 9, 24], 0, 1, 'float32', 3)
afterAll(() => tf.dispose([x, kernel, dy]))

/** Root mean square of the difference, relative to that of the reference. */
function distance(values: TF.Tensor, reference: TF.Tensor): number {
  const size = (t: TF.Tensor) => Math.sqrt(t.square().mean().dataSync()[0]!)
  return size(values.sub(reference)) / size(reference)
}

// Where the processor is not made for bfloat16 the kernels may be missing, and nothing asks for them.
describe.skipIf(!bfloat16.hasFastBfloat16)('convolutions in bfloat16', () => {
  it.each(['same', 'valid'] as const)('round what float32 gives, forward and back, padding %s', (padding) => {
    const tensors = tf.memory().numTensors
    tf.tidy(() => {
      const out = kernels.conv(x, kernel, padding)
      const d = padding === 'same' ? dy : dy.slice([0, 0, 0, 0], [4, 7, 7, 24])
      const [rounded, exact] = (['bfloat16', 'float32'] as const).map((precision) => [
        kernels.conv(x, kernel, padding, precision),
        kernels.convGradInput(x, kernel, d, { padding, precision }),
        kernels.convGradKernel(x, kernel, d, { padding, precision }),
      ])
      expect(out.shape).toEqual(rounded![0]!.shape)
      rounded!.forEach((values, i) => {
        const error = distance(values, exact![i]!)
        // Eight bits of precision: each factor is off by 2^-9 at most, so it is rounded, and not much.
        expect(error).toBeGreaterThan(0)
        expect(error).toBeLessThan(2 ** -8)
      })
    })
    expect(tf.memory().numTensors).toBe(tensors)
  })
})
