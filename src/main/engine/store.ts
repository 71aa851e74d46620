import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HaberdashError } from '../../shared/errors.ts'
import type { Shape } from './pixels.ts'
import { tf, type TF } from './tf.ts'

/** A network in memory. It ends in logits: softmax is applied to its output, not in it. Its owner disposes it. */
export type LoadedModel = { network: TF.LayersModel; shape: Shape; classes: number }

export async function loadModel(folder: string): Promise<LoadedModel> {
  try {
    const json = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'))
    const weights = await readFile(join(folder, 'weights.bin'))
    const network = await tf.loadLayersModel(
      tf.io.fromMemory({
        modelTopology: json.modelTopology,
        weightSpecs: json.weightsManifest[0].weights,
        weightData: weights.buffer.slice(
          weights.byteOffset,
          weights.byteOffset + weights.byteLength,
        ) as ArrayBuffer,
      }),
    )
    const [, height, width, channels] = network.inputs[0]!.shape as number[]
    return { network, shape: [height!, width!, channels!], classes: network.outputs[0]!.shape.at(-1)! }
  } catch (cause) {
    throw new HaberdashError(
      'model-unreadable',
      `The model in ${folder} can't be read: ${(cause as Error).message}`,
      {
        cause,
      },
    )
  }
}
