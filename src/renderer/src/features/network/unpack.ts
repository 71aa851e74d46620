import type { ImageLook, NetworkStage } from '../../../../shared/contract/network.ts'

/** Least, largest and mean. */
const STATISTICS = 3

type Common = Pick<NetworkStage, 'kind' | 'layers' | 'signed'>
/** Feature maps: a byte a value by each map's own peak (contract/network.ts), and three numbers a map. */
export type MapStage = Common & {
  form: 'maps'
  height: number
  width: number
  count: number
  bytes: Uint8Array
  statistics: Float32Array
}
export type VectorStage = Common & { form: 'vector'; values: Float32Array }
export type Stage = MapStage | VectorStage

export type Attention = { layers: readonly string[]; height: number; width: number; values: Float32Array }

/** What a version makes of an image, its bytes taken apart. */
export type Look = Pick<ImageLook, 'row' | 'model' | 'backbone' | 'probabilities'> & {
  stages: readonly Stage[]
  input: { spec: NonNullable<ImageLook['input']>['spec']; pixels: Uint8Array } | null
  attention: Attention | null
}

export const isOfPhoto = ({ row }: Look): boolean => row.source === 'photo'

export async function unpacked(look: ImageLook): Promise<Look> {
  const [maps, numbers, pixels, attention] = await Promise.all(
    [look.maps, look.numbers, look.input?.pixels, look.attention?.values].map((blob) => blob?.arrayBuffer()),
  )
  return {
    ...{ row: look.row, model: look.model, backbone: look.backbone },
    probabilities: look.probabilities,
    stages: stagesIn(look.stages, new Uint8Array(maps!), new Float32Array(numbers!)),
    input: look.input && { spec: look.input.spec, pixels: new Uint8Array(pixels!) },
    attention: look.attention && { ...look.attention, values: new Float32Array(attention!) },
  }
}

function stagesIn(stages: readonly NetworkStage[], maps: Uint8Array, numbers: Float32Array): Stage[] {
  let [map, number] = [0, 0]
  const take = (count: number) => numbers.subarray(number, (number += count))
  return stages.map(({ kind, layers, signed, shape }) => {
    const [height, width, count] = shape
    if (width === undefined || count === undefined)
      return { form: 'vector', kind, layers, signed, values: take(height!) }
    const bytes = maps.subarray(map, (map += height! * width * count))
    const statistics = take(count * STATISTICS)
    return { form: 'maps', kind, layers, signed, height: height!, width, count, bytes, statistics }
  })
}

export type MapFacts = { least: number; largest: number; mean: number; peak: number }

/** What is known of a map; its peak is its largest value without the sign. */
export function factsOf({ statistics }: MapStage, map: number): MapFacts {
  const [least, largest, mean] = statistics.subarray(map * STATISTICS) as unknown as [number, number, number]
  return { least, largest, mean, peak: Math.max(-least, largest) }
}

/** The map with the highest peak of a stage, and how many are zero everywhere. */
export function summaryOf(stage: MapStage): { strongest: number; peak: number; silent: number } {
  const summary = { strongest: 0, peak: 0, silent: 0 }
  for (let map = 0; map < stage.count; map++) {
    const { peak } = factsOf(stage, map)
    if (peak === 0) summary.silent++
    if (peak > summary.peak) Object.assign(summary, { strongest: map, peak })
  }
  return summary
}
