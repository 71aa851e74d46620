import type { Architecture, LayerSpec } from './layers.ts'

const conv = (filters: number): LayerSpec => ({
  type: 'conv',
  filters,
  kernel: 3,
  padding: 'same',
  bias: false,
})

const normalised = (filters: number): LayerSpec[] => [conv(filters), { type: 'batch-norm' }, { type: 'relu' }]

/** Pooled before it is normalised: a quarter of the values to normalise, and the network learns as well. */
const pooled = (filters: number): LayerSpec[] => [
  conv(filters),
  { type: 'max-pool', size: 2 },
  { type: 'batch-norm' },
  { type: 'relu' },
]

/**
 * A small VGG (Simonyan and Zisserman 2014, arXiv 1409.1556) with batch normalisation (Ioffe and Szegedy 2015,
 * 1502.03167) and global average pooling (Lin et al. 2013, 1312.4400) in place of wide dense layers: 0.17 M weights,
 * 17 million multiplications for an image of 28 x 28.
 */
export const compact: Architecture = (classes, { kernels = 16, dropout = 0.1 } = {}) => [
  ...normalised(kernels),
  ...pooled(2 * kernels),
  ...normalised(3 * kernels),
  ...pooled(3 * kernels),
  ...normalised(6 * kernels),
  ...normalised(6 * kernels),
  { type: 'global-average-pool' },
  { type: 'dropout', rate: dropout },
  { type: 'dense', units: classes },
]
