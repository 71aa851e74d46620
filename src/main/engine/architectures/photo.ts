import type { Architecture, LayerSpec } from './layers.ts'

const conv = (filters: number): LayerSpec => ({
  type: 'conv',
  filters,
  kernel: 3,
  padding: 'same',
  bias: false,
})

const normalised: LayerSpec[] = [{ type: 'batch-norm' }, { type: 'relu' }]

/** Pooled before it is normalised, as in `compact`. */
const halved = (filters: number): LayerSpec[] => [conv(filters), { type: 'max-pool', size: 2 }, ...normalised]

/**
 * For colour photos of 64 to 128 pixels: `compact`'s way, but each stage halves the picture and doubles the kernels, so
 * that the large pictures at the front stay cheap. With 16 kernels and 96 x 96 pixels: 1.17 M weights, 110 million
 * multiplications an image.
 */
export const photo: Architecture = (classes, { kernels = 16, dropout = 0.2 } = {}) => [
  ...halved(kernels),
  ...halved(2 * kernels),
  ...[conv(4 * kernels), ...normalised],
  ...halved(4 * kernels),
  ...[conv(8 * kernels), ...normalised],
  ...halved(8 * kernels),
  ...[conv(16 * kernels), ...normalised],
  ...[conv(16 * kernels), ...normalised],
  { type: 'global-average-pool' },
  { type: 'dropout', rate: dropout },
  { type: 'dense', units: classes },
]
