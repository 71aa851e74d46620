import { bool, runAll, type } from './native.ts'
import type { Rule } from './optimiser.ts'
import { tf } from './tf.ts'

const MOMENTUM = 0.9

/**
 * Gradient descent with Nesterov's momentum, in the form of Sutskever et al. 2013: the velocity sums gradients and fades
 * by a tenth a step; the weight moves by the rate times (gradient + 0.9 velocity).
 */
export const sgd: Rule = {
  slots: ['velocity'],
  move(_step, learningRate) {
    const [rate, momentum] = [tf.scalar(learningRate), tf.scalar(MOMENTUM)]
    const attributes = [type('T'), bool('use_locking', false), bool('use_nesterov', true)]
    return (value, slots, gradient) =>
      void runAll('ResourceApplyMomentum', attributes, [value, ...slots, rate, gradient, momentum], 0)
  },
}
