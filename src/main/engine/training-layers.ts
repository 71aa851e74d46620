import { BATCH_NORM_EPSILON, BATCH_NORM_MOMENTUM, type LayerSpec } from './architectures/layers.ts'
import { keep, keepMask } from './dropout.ts'
import * as kernels from './kernels.ts'
import { maxPool } from './max-pool.ts'
import type { Network } from './network.ts'
import type { Random } from '../../shared/random.ts'
import type { TF } from './tf.ts'

export type Weight = TF.Sequential['weights'][number]

/** What a pass through the network needs besides the images: random numbers for dropout, and how to normalise. */
export type Pass = { random: Random; freezeBatchNorm: boolean }

/** Takes the gradient at a step's output back to its input, and files those of its weights. */
type Backward = (dy: TF.Tensor, gradients: Map<Weight, TF.Tensor>) => TF.Tensor

/** A step of training, one layer or a part of one: forward, and with it the way back. Its tensors are the `tidy`'s. */
type Step = (x: TF.Tensor, pass: Pass) => [y: TF.Tensor, backward: Backward]

const conv =
  ({ padding }: Extract<LayerSpec, { type: 'conv' }>, kernel: Weight, first: boolean): Step =>
  (x) => {
    const values = kernel.read()
    return [
      kernels.conv(x, values, padding),
      (dy, gradients) => {
        gradients.set(kernel, kernels.convGradKernel(x, values, dy, padding))
        // Nobody asks for the gradient at the images.
        return first ? dy : kernels.convGradInput(x, values, dy, padding)
      },
    ]
  }

const bias =
  (weight: Weight): Step =>
  (x) => [
    kernels.addBias(x, weight.read()),
    (dy, gradients) => {
      gradients.set(weight, kernels.biasGrad(dy))
      return dy
    },
  ]

/** The product with `kernel`, times `scale`. */
const product =
  (kernel: Weight, scale: number): Step =>
  (x) => {
    const values = kernel.read()
    const scaled = (t: TF.Tensor) => (scale === 1 ? t : kernels.multiply(t, scale))
    return [
      scaled(kernels.matMul(x, values)),
      (dy, gradients) => {
        const d = scaled(dy)
        gradients.set(kernel, kernels.matMul(x, d, true, false))
        return kernels.matMul(d, values, false, true)
      },
    ]
  }

/** Moves a running statistic a step towards the batch's. */
function follow(running: Weight, batch: TF.Tensor): void {
  const old = running.read()
  running.write(old.add(batch.sub(old).mul(1 - BATCH_NORM_MOMENTUM)))
}

const batchNorm =
  ([gamma, beta, mean, variance]: Weight[]): Step =>
  (x, { freezeBatchNorm }) => {
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
        const back = flat ? dy.reshape(image.shape) : dy
        const epsilon = BATCH_NORM_EPSILON
        const [dx, dgamma, dbeta] = kernels.batchNormGrad(back, image, scale, saved, epsilon, !fixed)
        gradients.set(gamma!, dgamma).set(beta!, dbeta)
        return flat ? dx.reshape(x.shape) : dx
      },
    ]
  }

const relu: Step = (x) => {
  const y = kernels.relu(x)
  return [y, (dy) => kernels.reluGrad(y, dy)]
}

const pool =
  (size: number): Step =>
  (x) => {
    const { y, backward } = maxPool(x, size)
    return [y, backward]
  }

const globalAveragePool: Step = (x) => {
  const [images, height, width, channels] = x.shape as [number, number, number, number]
  const share = 1 / (height * width)
  return [x.mean([1, 2]), (dy) => dy.mul(share).reshape([images, 1, 1, channels]).tile([1, height, width, 1])]
}

const flatten: Step = (x) => [x.reshape([x.shape[0]!, -1]), (dy) => dy.reshape(x.shape)]

const scale =
  (factor: number): Step =>
  (x) => [kernels.multiply(x, factor), (dy) => kernels.multiply(dy, factor)]

const drawMask = (shape: number[], rate: number, random: Random): TF.Tensor =>
  keepMask(shape, rate, [random.uint32() | 0, random.uint32() | 0])

/** Zeroes at the rate; what stays is to be multiplied by 1 / (1 - rate) later. */
const drop =
  (rate: number): Step =>
  (x, { random }) => {
    const mask = drawMask(x.shape, rate, random)
    return [keep(x, mask), (dy) => keep(dy, mask)]
  }

/** The same after ReLU: what is zero for either reason gets no gradient, which is one kernel. */
const reluAndDrop =
  (rate: number): Step =>
  (x, { random }) => {
    const y = keep(kernels.relu(x), drawMask(x.shape, rate, random))
    return [y, (dy) => kernels.reluGrad(y, dy)]
  }

/**
 * The network as steps: the same mathematics as layer by layer, on fewer numbers. The bias comes after max pooling (the
 * largest plus the bias is the largest of those plus the bias: a quarter of the values), and the factor of dropout only
 * after the product of the dense layer that follows.
 */
function stepsOf({ model, layers }: Network): Step[] {
  const steps: Step[] = []
  let late: Step | undefined
  let factor = 1
  layers.forEach(({ spec }, i) => {
    const weights = model.layers[i]!.weights
    if (late && spec.type !== 'max-pool') {
      steps.push(late)
      late = undefined
    }
    if (factor !== 1 && !['flatten', 'dense'].includes(spec.type)) {
      steps.push(scale(factor))
      factor = 1
    }
    switch (spec.type) {
      case 'conv':
        steps.push(conv(spec, weights[0]!, i === 0))
        if (spec.bias) late = bias(weights[1]!)
        break
      case 'dense':
        steps.push(product(weights[0]!, factor), bias(weights[1]!))
        factor = 1
        break
      case 'batch-norm':
        steps.push(batchNorm(weights))
        break
      case 'relu':
        if (layers[i + 1]?.spec.type !== 'dropout') steps.push(relu)
        break
      case 'max-pool':
        steps.push(pool(spec.size))
        break
      case 'global-average-pool':
        steps.push(globalAveragePool)
        break
      case 'flatten':
        steps.push(flatten)
        break
      case 'dropout':
        steps.push(layers[i - 1]?.spec.type === 'relu' ? reluAndDrop(spec.rate) : drop(spec.rate))
        factor = 1 / (1 - spec.rate)
    }
  })
  return factor === 1 ? steps : [...steps, scale(factor)]
}

/**
 * Forward through the whole network in training mode: logits, and the function that takes the gradient at them back
 * to every trainable weight. Call both within one `tidy`. Running statistics of batch normalisation move on the way.
 */
export function forwardPass(
  network: Network,
  images: TF.Tensor,
  pass: Pass,
): [logits: TF.Tensor, backward: (dy: TF.Tensor) => Map<Weight, TF.Tensor>] {
  const way: Backward[] = []
  let x = images
  for (const step of stepsOf(network)) {
    const [y, backward] = step(x, pass)
    way.push(backward)
    x = y
  }
  return [
    x,
    (dy) => {
      const gradients = new Map<Weight, TF.Tensor>()
      way.reduceRight((gradient, backward) => backward(gradient, gradients), dy)
      return gradients
    },
  ]
}
