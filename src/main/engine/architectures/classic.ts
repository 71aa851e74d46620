import type { Architecture } from './layers.ts'

/**
 * The seed's network: one convolution of 32 kernels, pooling, and two dense layers (91 % on Fashion-MNIST). ReLU comes
 * after pooling, which gives the same numbers as before it, of a quarter of the values.
 */
export const classic: Architecture = (classes) => [
  { type: 'conv', filters: 32, kernel: 3, padding: 'valid', bias: true },
  { type: 'max-pool', size: 2 },
  { type: 'relu' },
  { type: 'flatten' },
  { type: 'dense', units: 32 },
  { type: 'relu' },
  { type: 'dense', units: classes },
]
