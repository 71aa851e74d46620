import { bool, runAll, type } from './native.ts'
import type { Rule } from './optimiser.ts'
import { tf } from './tf.ts'

const BETA1 = 0.9
const BETA2 = 0.999
/** Keras's; the paper's 1e-8 is smaller than what float32 tells apart here. */
const EPSILON = 1e-7

/** Adam (Kingma and Ba 2014, arXiv 1412.6980): a step is about the learning rate, however large the gradient. */
export const adam: Rule = {
  slots: ['mean', 'square'],
  move(step, learningRate) {
    const powers = [BETA1 ** step, BETA2 ** step]
    const numbers = [...powers, learningRate, BETA1, BETA2, EPSILON].map((n) => tf.scalar(n))
    const attributes = [type('T'), bool('use_locking', false), bool('use_nesterov', false)]
    return (value, slots, gradient) =>
      void runAll('ResourceApplyAdam', attributes, [value, ...slots, ...numbers, gradient], 0)
  },
}
