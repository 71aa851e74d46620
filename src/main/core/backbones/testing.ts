import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import type { AddBackboneEvent, BackboneInfo, NewBackbone } from '../../../shared/contract/backbones.ts'
import type { Api } from '../../../shared/contract/index.ts'
import { Random } from '../../../shared/random.ts'

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

/** Cloths of patches that are each darker or lighter at random: all reddish, or all bluish, and no two alike. */
export async function cloth(channel: 0 | 2, n: number): Promise<File> {
  const random = new Random(n, `cloth ${channel}`)
  const patches = new Uint8Array(8 * 8 * 3)
  for (let i = channel; i < patches.length; i += 3) patches[i] = random.below(256)
  const picture = sharp(patches, { raw: { width: 8, height: 8, channels: 3 } }).resize(96, 96)
  return new File([new Uint8Array(await picture.png().toBuffer())], `${n}.png`)
}

/** Sends a backbone's files as a window does, in pieces of so many bytes. */
export async function sendFolder(api: Api, folder: string, pieceBytes = 300): Promise<string> {
  const upload = randomUUID()
  for (const file of readdirSync(folder)) {
    const content = new Blob([new Uint8Array(readFileSync(join(folder, file)))])
    for (let at = 0; at < content.size; at += pieceBytes)
      await api.backbones.send({ upload, file, piece: content.slice(at, at + pieceBytes) })
  }
  return upload
}

/** Adds one of the small models through the contract. */
export async function addSmall(api: Api, name: string, model: object = MODELS.layers): Promise<BackboneInfo> {
  const folder = join(mkdtempSync(join(tmpdir(), 'haberdash-backbone-')), 'model')
  try {
    writeBackbone(folder, model)
    const from = { kind: 'sent' as const, upload: await sendFolder(api, folder) }
    return await added(api, { name, scaling: '0..1', from })
  } finally {
    rmSync(dirname(folder), { recursive: true, force: true })
  }
}

/** What came of adding one, at its end. */
export async function added(api: Api, wanted: NewBackbone): Promise<BackboneInfo> {
  let last: AddBackboneEvent | undefined
  for await (last of await api.backbones.add(wanted));
  if (last?.type !== 'added') throw new Error('It ended without a backbone.')
  return last.backbone
}
