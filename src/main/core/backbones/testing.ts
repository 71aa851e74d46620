import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** A 4 x 4 convolution with one kernel for each of red, green and blue: a picture's mean colours are its features. */
const KERNEL = Float32Array.from({ length: 4 * 4 * 3 * 3 }, (_, i) =>
  Math.floor(i / 3) % 3 === i % 3 ? 1 / 16 : 0,
)

const weights = (name: string) => [
  { paths: ['part1.bin', 'part2.bin'], weights: [{ name, shape: [4, 4, 3, 3], dtype: 'float32' }] },
]

const float = { type: 'DT_FLOAT' }
const node = (name: string, op: string, input: string[], attr: object) => ({
  name,
  op,
  input,
  attr: { T: float, dtype: float, ...attr },
})

/** Small backbones as tfjs writes them, of 32 x 32 pixels. */
export const MODELS = {
  layers: {
    format: 'layers-model',
    modelTopology: {
      class_name: 'Sequential',
      config: {
        name: 'small',
        layers: [
          {
            class_name: 'Conv2D',
            config: {
              name: 'conv',
              batch_input_shape: [null, 32, 32, 3],
              filters: 3,
              kernel_size: [4, 4],
              strides: [4, 4],
              use_bias: false,
            },
          },
          { class_name: 'GlobalAveragePooling2D', config: { name: 'pool' } },
        ],
      },
    },
    weightsManifest: weights('conv/kernel'),
  },
  graph: {
    format: 'graph-model',
    modelTopology: {
      node: [
        node('picture', 'Placeholder', [], {
          shape: { shape: { dim: [-1, 32, 32, 3].map((size) => ({ size: String(size) })) } },
        }),
        node('kernel', 'Const', [], {}),
        node('conv', 'Conv2D', ['picture', 'kernel'], {
          strides: { list: { i: ['1', '4', '4', '1'] } },
          dilations: { list: { i: ['1', '1', '1', '1'] } },
          padding: { s: Buffer.from('VALID').toString('base64') },
          data_format: { s: Buffer.from('NHWC').toString('base64') },
        }),
        node('features', 'Relu', ['conv'], {}),
      ],
      versions: {},
    },
    weightsManifest: weights('kernel'),
  },
}

/** Writes a model.json and its weights in two parts into a folder, and answers the hashes that pin it. */
export function writeBackbone(folder: string, model: object = MODELS.layers): string[] {
  mkdirSync(folder, { recursive: true })
  const json = JSON.stringify(model)
  const bytes = new Uint8Array(KERNEL.buffer)
  const parts = [bytes.slice(0, 100), bytes.slice(100)]
  writeFileSync(join(folder, 'model.json'), json)
  parts.forEach((part, i) => writeFileSync(join(folder, `part${i + 1}.bin`), part))
  return [hashOf(json), ...parts.map(hashOf)]
}
