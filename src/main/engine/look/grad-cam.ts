import { matMul, relu } from '../kernels.ts'
import type { Network } from '../network.ts'
import { tf, type TF } from '../tf.ts'

/** Maps of so many numbers are taken through the network's end at once (16 MB), whatever the number of classes. */
const NUMBERS_AT_ONCE = 4e6

/**
 * Where a network looks for each of its classes: Grad-CAM (Selvaraju et al. 2017, arXiv 1610.02391, equations 1 and 2).
 * The maps of the last stage that has any are summed, each weighed by the mean gradient of the class's logit at it, and
 * what speaks against the class is cut off. Where global average pooling and one dense layer follow, these weights are the
 * dense layer's, divided by the area (CAM: Zhou et al. 2016, arXiv 1512.04150).
 *
 * The gradient is tfjs's own, through stock layers: of the network's end alone, a fraction of the whole.
 * @param maps [1, height, width, count]: what leaves the layer before `tail`
 * @param tail index of the first layer after the maps
 * @returns classes x height x width
 */
export function gradCam({ model, classes }: Network, maps: TF.Tensor, tail: number): Float32Array {
  const [, height, width, count] = maps.shape as [number, number, number, number]
  const after = model.layers.slice(tail)
  const logits = (x: TF.Tensor) => after.reduce((y, layer) => layer.apply(y) as TF.Tensor, x)
  const atOnce = Math.max(1, Math.floor(NUMBERS_AT_ONCE / (height * width * count)))
  const rows = new Float32Array(classes * height * width)
  for (let first = 0; first < classes; first += atOnce) {
    const some = Math.min(atOnce, classes - first)
    tf.tidy(() => {
      // Each class has a copy of the maps, so that one pass back gives the gradients of all.
      const copies = maps.tile([some, 1, 1, 1])
      const own = tf.oneHot(tf.range(first, first + some, 1, 'int32'), classes)
      const gradients = tf.grad((x: TF.Tensor) => logits(x).mul(own).sum())(copies)
      const weights = gradients.mean([1, 2])
      const sums = relu(matMul(weights, maps.reshape([height * width, count]), false, true))
      rows.set(sums.dataSync<'float32'>(), first * height * width)
    })
  }
  return rows
}
