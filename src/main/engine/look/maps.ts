import type { TF } from '../tf.ts'

/** Least, largest and mean value of a map, in this order. */
export const STATISTICS = 3

/** Feature maps as they go over the wire: a byte a value, map after map, row by row. */
export type Maps = {
  /** Some value is negative: the bytes are then 128 + 127 v / peak, else 255 v / peak; `peak` is the map's largest |v|. */
  signed: boolean
  bytes: Uint8Array
  /** `STATISTICS` numbers a map. */
  statistics: Float32Array
}

/** Quantises the maps of one image, [1, height, width, maps], each by its own peak; a map of zeros is all zero. */
export function quantised(output: TF.Tensor): Maps {
  const [, height, width, count] = output.shape as [number, number, number, number]
  const values = output.dataSync<'float32'>()
  const area = height * width
  const statistics = new Float32Array(count * STATISTICS)
  for (let map = 0; map < count; map++) statistics.set(statisticsOf(values, map, count), map * STATISTICS)
  const signed = statistics.some((value, i) => i % STATISTICS === 0 && value < 0)
  const bytes = new Uint8Array(count * area)
  for (let map = 0; map < count; map++) {
    const [least, largest] = statistics.subarray(map * STATISTICS)
    const peak = Math.max(-least!, largest!)
    const [zero, scale] = signed ? [128, 127] : [0, 255]
    const factor = peak > 0 ? scale / peak : 0
    for (let i = 0; i < area; i++)
      bytes[map * area + i] = Math.round(zero + factor * values[i * count + map]!)
  }
  return { signed, bytes, statistics }
}

function statisticsOf(values: Float32Array, map: number, count: number): [number, number, number] {
  let [least, largest, sum] = [Infinity, -Infinity, 0]
  for (let i = map; i < values.length; i += count) {
    const value = values[i]!
    if (value < least) least = value
    if (value > largest) largest = value
    sum += value
  }
  return [least, largest, (sum * count) / values.length]
}
