import { BATCH_NORM_EPSILON, BATCH_NORM_MOMENTUM, type LayerSpec } from './architectures/layers.ts'
import { FEWEST_INPUTS } from './bfloat16.ts'
import { keep, keepMask } from './dropout.ts'
import * as kernels from './kernels.ts'
import { maxPool } from './max-pool.ts'
import type { Network } from './network.ts'
import type { Random } from '../../shared/random.ts'
import type { TF } from './tf.ts'

export type Weight = TF.Sequential['weights'][number]

/**
 * What a pass through the network needs besides the images: random numbers for dropout, how to normalise, and what
 * convolutions are computed in.
 */
export type Pass = { random: Random; freezeBatchNorm: boolean; precision: kernels.Precision }

/** Takes the gradient at a step's output back to its input, and files those of its weights. */
type Backward = (dy: TF.Tensor, gradients: Map<Weight, TF.Tensor>) => TF.Tensor

/** A step of training, one layer or a part of one: forward, and with it the way back. Its tensors are the `tidy`'s. */
export type Step = (x: TF.Tensor, pass: Pass) => [y: TF.Tensor, backward: Backward]

const withBias = (x: TF.Tensor, bias: Weight | undefined) => (bias ? kernels.addBias(x, bias.read()) : x)

type ConvSpec = Extract<LayerSpec, { type: 'conv' }>

/**
 * Convolution, its bias if it has one, and max pooling if that follows (`poolSize`). The gradient at the bias is then
 * taken after pooling: the same sum, of a quarter of the values.
 */
const conv =
  ({ padding }: ConvSpec, [kernel, bias]: Weight[], first: boolean, poolSize: number | undefined): Step =>
  (x, pass) => {
    const values = kernel!.read()
    const precision = x.shape[3]! < FEWEST_INPUTS ? 'float32' : pass.precision
    const how = { padding, precision }
    const y =
      bias && precision === 'float32'
        ? kernels.convBias(x, values, bias.read(), padding)
        : withBias(kernels.conv(x, values, padding, precision), bias)
    const pooled = poolSize === undefined ? undefined : maxPool(y, poolSize)
    return [
      pooled?.y ?? y,
      (dy, gradients) => {
        if (bias) gradients.set(bias, kernels.biasGrad(dy))
        const d = pooled?.backward(dy) ?? dy
        gradients.set(kernel!, kernels.convGradKernel(x, values, d, how))
        // Nobody asks for the gradient at the images.
        return first ? d : kernels.convGradInput(x, values, d, how)
      },
    ]
  }

const dense =
  ([kernel, bias]: Weight[], scale: number): Step =>
  (x) => {
    const values = kernel!.read()
    const scaled = (t: TF.Tensor) => (scale === 1 ? t : kernels.multiply(t, scale))
    return [
      kernels.addBias(scaled(kernels.matMul(x, values)), bias!.read()),
      (dy, gradients) => {
        gradients.set(bias!, kernels.biasGrad(dy))
        const d = scaled(dy)
        gradients.set(kernel!, kernels.matMul(x, d, true, false))
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
 * A layer as steps: none where it is done along with the one before or after. The factor of dropout is left to the
 * product of a dense layer that follows: fewer numbers, the same mathematics.
 */
function stepsAt({ model, layers }: Network, i: number): Step[] {
  const at = (index: number): LayerSpec | undefined => layers[index]?.spec
  const beyondFlatten = (index: number, way: 1 | -1) =>
    at(index)?.type === 'flatten' ? at(index + way) : at(index)
  const { weights } = model.layers[i]!
  const spec = at(i)!
  const [before, after] = [at(i - 1), at(i + 1)]
  switch (spec.type) {
    case 'conv':
      return [conv(spec, weights, i === 0, after?.type === 'max-pool' ? after.size : undefined)]
    case 'max-pool':
      return before?.type === 'conv' ? [] : [pool(spec.size)]
    case 'relu':
      return after?.type === 'dropout' ? [] : [relu]
    case 'dropout': {
      const dropped = before?.type === 'relu' ? reluAndDrop(spec.rate) : drop(spec.rate)
      return beyondFlatten(i + 1, 1)?.type === 'dense' ? [dropped] : [dropped, scale(1 / (1 - spec.rate))]
    }
    case 'dense': {
      const source = beyondFlatten(i - 1, -1)
      return [dense(weights, source?.type === 'dropout' ? 1 / (1 - source.rate) : 1)]
    }
    case 'batch-norm':
      return [batchNorm(weights)]
    case 'global-average-pool':
      return [globalAveragePool]
    case 'flatten':
      return [flatten]
  }
}

/** The network as steps, made once: tfjs takes a while to say what a layer's weights are. */
export const trainingSteps = (network: Network): Step[] =>
  network.layers.flatMap((_, i) => stepsAt(network, i))

/**
 * Forward through all steps in training mode: logits, and the function that takes the gradient at them back to every
 * trainable weight, or with `headOnly` to those of the last step alone. Call both within one `tidy`. Running statistics of batch normalisation move on the way.
 */
export function forwardPass(
  steps: Step[],
  images: TF.Tensor,
  pass: Pass,
): [logits: TF.Tensor, backward: (dy: TF.Tensor, headOnly?: boolean) => Map<Weight, TF.Tensor>] {
  const way: Backward[] = []
  let x = images
  for (const step of steps) {
    const [y, backward] = step(x, pass)
    way.push(backward)
    x = y
  }
  return [
    x,
    (dy, headOnly = false) => {
      const gradients = new Map<Weight, TF.Tensor>()
      const back = headOnly ? way.slice(-1) : way
      back.reduceRight((gradient, backward) => backward(gradient, gradients), dy)
      return gradients
    },
  ]
}
