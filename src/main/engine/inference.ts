import { BATCH_NORM_EPSILON, type LayerSpec } from './architectures/layers.ts'
import * as kernels from './kernels.ts'
import { maxPool } from './max-pool.ts'
import type { Network } from './network.ts'
import { tf, type TF } from './tf.ts'
import type { Weight } from './training-layers.ts'

/** What a step of prediction does. Its tensors belong to the caller's `tidy`. */
type Step = (x: TF.Tensor) => TF.Tensor

/** A step and the layers that it does the work of: a convolution's includes the batch normalisation folded into it. */
type Planned = { layers: number[]; step: Step }

/** A kernel [height, width, inputs, outputs] and a bias: plain numbers, which tensors are made of without copying. */
type Folded = { kernel: Float32Array; shape: number[]; bias: Float32Array }

const values = (weight: Weight): Float32Array => weight.read().dataSync<'float32'>()

/**
 * Batch normalisation folded into the convolution before it: with fixed statistics it is a factor and an offset of each
 * output, so the factor can go into the kernel and the offset into the bias. (Jacob et al. 2017, arXiv 1712.05877, 3.2)
 */
function fold(conv: Weight[], norm: Weight[]): Folded {
  const [gamma, beta, mean, variance] = norm.map(values) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  const factor = gamma.map((g, i) => g / Math.sqrt(variance[i]! + BATCH_NORM_EPSILON))
  const old = conv[1] ? values(conv[1]) : new Float32Array(factor.length)
  return {
    kernel: values(conv[0]!).map((value, i) => value * factor[i % factor.length]!),
    shape: conv[0]!.shape as number[],
    bias: old.map((b, i) => beta[i]! + (b - mean[i]!) * factor[i]!),
  }
}

function convStep(
  { padding }: Extract<LayerSpec, { type: 'conv' }>,
  weights: Weight[],
  norm?: Weight[],
): Step {
  if (norm) {
    const { kernel, shape, bias } = fold(weights, norm)
    return (x) => kernels.convBias(x, tf.tensor(kernel, shape), tf.tensor1d(bias), padding)
  }
  const [kernel, bias] = weights
  if (bias) return (x) => kernels.convBias(x, kernel!.read(), bias.read(), padding)
  return (x) => kernels.conv(x, kernel!.read(), padding)
}

function normStep([gamma, beta, mean, variance]: Weight[]): Step {
  return (x) => {
    const image = x.rank === 2 ? x.reshape([x.shape[0]!, 1, 1, x.shape[1]!]) : x
    const fixed = { mean: mean!.read(), variance: variance!.read() }
    return kernels.batchNorm(image, gamma!.read(), beta!.read(), BATCH_NORM_EPSILON, fixed).y.reshape(x.shape)
  }
}

/** The step that begins at a layer; null where the one before does it too, or there is nothing to do. */
function stepAt({ model, layers }: Network, i: number): Step | null {
  const { spec } = layers[i]!
  const { weights } = model.layers[i]!
  switch (spec.type) {
    case 'conv':
      return convStep(spec, weights, isFolded(layers, i + 1) ? model.layers[i + 1]!.weights : undefined)
    case 'batch-norm':
      return isFolded(layers, i) ? null : normStep(weights)
    case 'relu':
      return kernels.relu
    case 'max-pool':
      return (x) => maxPool(x, spec.size).y
    case 'global-average-pool':
      return (x) => x.mean([1, 2])
    case 'flatten':
      return (x) => x.reshape([x.shape[0]!, -1])
    case 'dropout':
      return null
    case 'dense':
      return (x) => kernels.addBias(kernels.matMul(x, weights[0]!.read()), weights[1]!.read())
  }
}

/** Whether a layer is a batch normalisation that the convolution before it has taken in. */
const isFolded = (layers: Network['layers'], i: number): boolean =>
  layers[i]?.spec.type === 'batch-norm' && layers[i - 1]?.spec.type === 'conv'

const planned = (network: Network): Planned[] =>
  network.layers.flatMap((_, i) => {
    const step = stepAt(network, i)
    return step ? [{ step, layers: isFolded(network.layers, i + 1) ? [i, i + 1] : [i] }] : []
  })

type Prepared = { of: object[]; steps: Planned[] }
const prepared = new WeakMap<Network, Prepared>()

/** The network's steps, made anew where a weight has changed since. */
function stepsOf(network: Network): Planned[] {
  const of = network.model.weights.map((weight) => weight.read().dataId)
  const known = prepared.get(network)
  if (known?.of.every((id, i) => id === of[i])) return known.steps
  const steps = planned(network)
  prepared.set(network, { of, steps })
  return steps
}

/** What a network says of images: `features`, the input of its last dense layer, and softmax probabilities. */
export type Inferred = { features: TF.Tensor; probabilities: TF.Tensor }

/** What leaves a step, and the indices of the layers that it does the work of. */
export type Passed = { layers: number[]; output: TF.Tensor }

/**
 * Images [images, height, width, channels] through the network, by TensorFlow's kernels called one after the other: what
 * tfjs's layers do, without what they do besides. What leaves each step, the logits last. Call it within a `tidy`.
 */
export function inferSteps(network: Network, images: TF.Tensor): Passed[] {
  let x = images
  return stepsOf(network).map(({ layers, step }) => {
    x = step(x)
    return { layers, output: x }
  })
}

/** Features [images, width] and probabilities [images, classes] of images, in one pass. Call it within a `tidy`. */
export function infer(network: Network, images: TF.Tensor): Inferred {
  const passed = inferSteps(network, images)
  return {
    features: passed.at(-2)?.output ?? images,
    probabilities: kernels.softmax(passed.at(-1)!.output),
  }
}
