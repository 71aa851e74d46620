import { tf, type TF } from '../tf.ts'

const STEPS = 300
const RATE = 0.05
/** Weight of the squared kernel in the loss: few photos and many features would else be learnt by heart. */
const DECAY = 1e-3

/** A dense layer: `kernel` features x classes, row by row, and a bias a class. */
export type Head = { kernel: Float32Array<ArrayBuffer>; bias: Float32Array<ArrayBuffer> }

/**
 * Multinomial logistic regression on features (float32, count rows): each class weighs as much as any other, features
 * are standardised, and that is folded into the layer. From zeros, so that it needs no seed.
 * @param labels one class index a row
 */
export function fitHead(features: Float32Array, labels: Uint8Array, classes: number): Head {
  return tf.tidy(() => {
    const all = tf.tensor2d(features, [labels.length, features.length / labels.length])
    const { mean, variance } = tf.moments(all, 0)
    const scale = variance.add(1e-6).rsqrt()
    const inputs = all.sub(mean).mul<TF.Tensor2D>(scale)
    const truth = tf.oneHot(tf.tensor1d(labels, 'int32'), classes) as TF.Tensor2D
    const weights = balanced(labels, classes)
    const kernel = tf.variable(tf.zeros<TF.Rank.R2>([inputs.shape[1], classes]))
    const bias = tf.variable(tf.zeros<TF.Rank.R1>([classes]))
    const optimiser = tf.train.adam(RATE)
    const loss = (): TF.Scalar => {
      const logits = inputs.matMul(kernel).add(bias)
      const each = truth.mul(tf.logSoftmax(logits)).sum(1).neg()
      return each.mul(weights).sum().add(kernel.square().sum().mul(DECAY))
    }
    for (let step = 0; step < STEPS; step++) optimiser.minimize(loss, false, [kernel, bias])
    optimiser.dispose()
    const folded = kernel.mul(scale.expandDims(1))
    const shifted = bias.sub(
      mean
        .expandDims(0)
        .matMul(folded as TF.Tensor2D)
        .squeeze(),
    )
    const head = { kernel: copy(folded), bias: copy(shifted) }
    // A tidy keeps variables.
    kernel.dispose()
    bias.dispose()
    return head
  })
}

const copy = (tensor: TF.Tensor): Float32Array<ArrayBuffer> => new Float32Array(tensor.dataSync<'float32'>())

/** Weights of the rows that sum to one, and of each class that has any to the same. */
function balanced(labels: Uint8Array, classes: number): TF.Tensor1D {
  const counts = new Array<number>(classes).fill(0)
  for (const label of labels) counts[label]!++
  const present = counts.filter((n) => n > 0).length
  return tf.tensor1d(Array.from(labels, (label) => 1 / (present * counts[label]!)))
}
