import { BATCH_NORM_EPSILON, BATCH_NORM_MOMENTUM, type LayerSpec } from './architectures/layers.ts'
import * as kernels from './kernels.ts'
import type { Network } from './network.ts'
import type { Random } from '../../shared/random.ts'
import { tf, type TF } from './tf.ts'

export type Weight = TF.Sequential['weights'][number]

/** What a pass through the network needs besides the images: random numbers for dropout, and how to normalise. */
export type Pass = { random: Random; freezeBatchNorm: boolean }

/** Takes the gradient at a layer's output back to its input, and files those of its weights. */
type Backward = (dy: TF.Tensor, gradients: Map<Weight, TF.Tensor>) => TF.Tensor

/** A layer in training: forward, and with it the way back. Its tensors belong to the caller's `tidy`. */
type Forward = (x: TF.Tensor, weights: Weight[], pass: Pass) => [y: TF.Tensor, backward: Backward]

const conv =
  ({ padding, bias }: Extract<LayerSpec, { type: 'conv' }>, first: boolean): Forward =>
  (x, [kernel, offset]) => {
    const values = kernel!.read()
    const y = kernels.conv(x, values, padding)
    return [
      bias ? kernels.addBias(y, offset!.read()) : y,
      (dy, gradients) => {
        if (bias) gradients.set(offset!, kernels.biasGrad(dy))
        gradients.set(kernel!, kernels.convGradKernel(x, values, dy, padding))
        // Nobody asks for the gradient at the images.
        return first ? dy : kernels.convGradInput(x, values, dy, padding)
      },
    ]
  }

const dense: Forward = (x, [kernel, bias]) => {
  const values = kernel!.read()
  return [
    kernels.addBias(tf.matMul(x, values), bias!.read()),
    (dy, gradients) => {
      gradients.set(bias!, kernels.biasGrad(dy))
      gradients.set(kernel!, tf.matMul(x, dy, true, false))
      return tf.matMul(dy, values, false, true)
    },
  ]
}

/** Moves a running statistic a step towards the batch's. */
function follow(running: Weight, batch: TF.Tensor): void {
  const old = running.read()
  running.write(old.add(batch.sub(old).mul(1 - BATCH_NORM_MOMENTUM)))
}

const batchNorm: Forward = (x, [gamma, beta, mean, variance], { freezeBatchNorm }) => {
  const scale = gamma!.read()
  const fixed = freezeBatchNorm ? { mean: mean!.read(), variance: variance!.read() } : undefined
  const flat = x.rank === 2
  const image = flat ? x.reshape([x.shape[0]!, 1, 1, x.shape[1]!]) : x
  const out = kernels.batchNorm(image, scale, beta!.read(), BATCH_NORM_EPSILON, fixed)
  if (!freezeBatchNorm) {
    follow(mean!, out.mean)
    follow(variance!, out.variance)
  }
  // With fixed statistics the gradient is linear in them, and wants them as they are.
  const saved = fixed ? [fixed.mean.clone(), fixed.variance.clone(), out.saved[2]!] : out.saved
  return [
    flat ? out.y.reshape(x.shape) : out.y,
    (dy, gradients) => {
      const dimage = dy.reshape(image.shape)
      const [dx, dgamma, dbeta] = kernels.batchNormGrad(
        dimage,
        image,
        scale,
        saved,
        BATCH_NORM_EPSILON,
        !fixed,
      )
      gradients.set(gamma!, dgamma).set(beta!, dbeta)
      return dx.reshape(x.shape)
    },
  ]
}

const relu: Forward = (x) => {
  const y = kernels.relu(x)
  return [y, (dy) => kernels.reluGrad(y, dy)]
}

const maxPool =
  (size: number): Forward =>
  (x) => {
    const y = kernels.maxPool(x, size)
    return [y, (dy) => kernels.maxPoolGrad(x, y, dy, size)]
  }

const globalAveragePool: Forward = (x) => {
  const [images, height, width, channels] = x.shape as [number, number, number, number]
  const share = 1 / (height * width)
  return [x.mean([1, 2]), (dy) => dy.mul(share).reshape([images, 1, 1, channels]).tile([1, height, width, 1])]
}

const flatten: Forward = (x) => [x.reshape([x.shape[0]!, -1]), (dy) => dy.reshape(x.shape)]

const dropout =
  (rate: number): Forward =>
  (x, _, { random }) => {
    const draw = kernels.randomUniform(x.shape, [random.uint32() | 0, random.uint32() | 0])
    const mask = draw
      .greaterEqual(rate)
      .toFloat()
      .div(1 - rate)
    return [x.mul(mask), (dy) => dy.mul(mask)]
  }

function forwardOf(spec: LayerSpec, first: boolean): Forward {
  switch (spec.type) {
    case 'conv':
      return conv(spec, first)
    case 'dense':
      return dense
    case 'batch-norm':
      return batchNorm
    case 'relu':
      return relu
    case 'max-pool':
      return maxPool(spec.size)
    case 'global-average-pool':
      return globalAveragePool
    case 'flatten':
      return flatten
    case 'dropout':
      return dropout(spec.rate)
  }
}

/**
 * Forward through the whole network in training mode: logits, and the function that takes the gradient at them back
 * to every trainable weight. Call both within one `tidy`. Running statistics of batch normalisation move on the way.
 */
export function forwardPass(
  { model, layers }: Network,
  images: TF.Tensor,
  pass: Pass,
): [logits: TF.Tensor, backward: (dy: TF.Tensor) => Map<Weight, TF.Tensor>] {
  const way: Backward[] = []
  let x = images
  layers.forEach(({ spec }, i) => {
    const [y, backward] = forwardOf(spec, i === 0)(x, model.layers[i]!.weights, pass)
    way.push(backward)
    x = y
  })
  return [
    x,
    (dy) => {
      const gradients = new Map<Weight, TF.Tensor>()
      way.reduceRight((gradient, backward) => backward(gradient, gradients), dy)
      return gradients
    },
  ]
}
