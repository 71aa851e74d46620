import type { ImageLook } from '../../../../shared/contract/network.ts'
import { FASHION_MNIST_INPUT } from '../../../../shared/domain.ts'
import { classId, modelId, row } from '../../lib/testing/samples.ts'

/** As network.look answers: a stage of two maps of 1 x 2, one with a sign, a vector, and three classes. */
export const look = (id: number, change: Partial<ImageLook> = {}): ImageLook => ({
  row: row(id),
  model: modelId('v1'),
  backbone: null,
  stages: [
    { kind: 'conv', layers: ['conv_1', 'batch_norm_2', 'relu_3'], shape: [1, 2, 2], signed: false },
    { kind: 'max-pool', layers: ['max_pool_4'], shape: [1, 1, 1], signed: true },
    { kind: 'global-average-pool', layers: ['global_average_pool_5'], shape: [2], signed: false },
  ],
  maps: new Blob([Uint8Array.of(255, 51, 0, 0, 1)]),
  numbers: new Blob([Float32Array.of(0.5, 2.5, 1.5, 0, 0, 0, -3, -3, -3, 1.5, 0)]),
  attention: {
    layers: ['conv_1', 'relu_2'],
    ...{ height: 1, width: 2 },
    values: new Blob([Float32Array.of(4, 0, 1, 2, 0, 0)]),
  },
  input: { spec: FASHION_MNIST_INPUT, pixels: new Blob([new Uint8Array(784)]) },
  probabilities: [
    { classId: classId(7), probability: 0.7 },
    { classId: classId(2), probability: 0.3 },
    { classId: classId(1), probability: 0 },
  ],
  ...change,
})
