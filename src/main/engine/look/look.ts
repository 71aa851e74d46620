import type { NetworkLook, NetworkStage } from '../../../shared/contract/network.ts'
import { inferSteps } from '../inference.ts'
import { softmax } from '../kernels.ts'
import type { Network } from '../network.ts'
import { isPicture, toInputs } from '../pixels.ts'
import { tf, type TF } from '../tf.ts'
import { gradCam } from './grad-cam.ts'
import { quantised } from './maps.ts'
import { stagesOf, type Stage } from './stages.ts'

/** As it is told over the wire, but for its bytes being bytes. */
export type Looked = Omit<NetworkLook, 'maps' | 'numbers' | 'attention'> & {
  maps: Uint8Array<ArrayBuffer>
  numbers: Float32Array<ArrayBuffer>
  probabilities: Float32Array<ArrayBuffer>
  attention: { layers: string[]; height: number; width: number; values: Float32Array<ArrayBuffer> } | null
}

/**
 * What a network makes of one picture (bytes, NHWC), stage by stage, and where it looks for each class: the steps by which
 * it predicts, and the gradients of its end.
 * @param withMaps false: only where it looks and the probabilities
 */
export function look(network: Network, pixels: Uint8Array, withMaps: boolean): Looked {
  let looked: Looked
  // Nothing is returned from within: tidy would look for tensors among all the numbers.
  tf.tidy(() => {
    const input = toInputs(pixels, network.shape)
    const passed = inferSteps(network, input)
    const stages = stagesOf(network, passed)
    looked = {
      ...(withMaps ? packed(network, input, stages) : NOTHING),
      probabilities: softmax(passed.at(-1)!.output).dataSync<'float32'>().slice(),
      attention: attentionOf(network, stages),
    }
  })
  return looked!
}

const NOTHING = { stages: [], maps: new Uint8Array(0), numbers: new Float32Array(0) }

const namesOf = ({ layers }: Network, indices: number[]): string[] => indices.map((i) => layers[i]!.name)

/** At the last stage that has maps; null where there is none, as in a head on a backbone. */
function attentionOf(network: Network, stages: Stage[]): Looked['attention'] {
  const last = stages.findLast(({ output }) => output.rank === 4)
  if (!last) return null
  const [, height, width] = last.output.shape as [number, number, number]
  const values = new Float32Array(gradCam(network, last.output, last.layers.at(-1)! + 1))
  return { layers: namesOf(network, last.layers), height, width, values }
}

/** Stages one after the other: their maps as bytes; statistics of maps, and the values of vectors, as numbers. */
function packed(network: Network, input: TF.Tensor, stages: Stage[]) {
  const told: NetworkStage[] = []
  const maps: Uint8Array[] = []
  const numbers: Float32Array[] = []
  const tell = (kind: NetworkStage['kind'], layers: number[], output: TF.Tensor) => {
    const stage = { kind, layers: namesOf(network, layers), shape: output.shape.slice(1) }
    if (output.rank === 4) {
      const { signed, bytes, statistics } = quantised(output)
      told.push({ ...stage, signed })
      maps.push(bytes)
      numbers.push(statistics)
    } else {
      const values = output.dataSync<'float32'>()
      told.push({ ...stage, signed: values.some((value) => value < 0) })
      numbers.push(values)
    }
  }
  // What a head is given is all that can be seen of what comes before it.
  if (!isPicture(network.shape)) tell('features', [], input)
  for (const { kind, layers, output } of stages) tell(kind, layers, output)
  return { stages: told, maps: joined(Uint8Array, maps), numbers: joined(Float32Array, numbers) }
}

function joined<Numbers extends Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>>(
  Kind: new (length: number) => Numbers,
  parts: ArrayLike<number>[],
): Numbers {
  const all = new Kind(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
