import './node-compat.ts'
import { createRequire } from 'node:module'
import type * as TF from '@tensorflow/tfjs-node'

/** The types of tfjs-node: `TF.Tensor4D` and the like. */
export type { TF }

// Warnings and below are TensorFlow's talk to its own developers; errors still come. It is read when the library loads.
process.env['TF_CPP_MIN_LOG_LEVEL'] ??= '2'

/**
 * tfjs-node: the engine's other modules get it from here alone. Loaded by a call and not by an import statement,
 * because a bundle runs imports of what is outside it first: before node-compat.ts and before the line above.
 */
export const tf = createRequire(import.meta.url)('@tensorflow/tfjs-node') as typeof TF
