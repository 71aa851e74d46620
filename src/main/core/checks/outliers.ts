import type { ImageId } from '../../../shared/domain.ts'
import type { NeighbourGraph } from '../neighbours/graph.ts'
import type { NewFinding } from './save.ts'
import type { Subjects } from './subjects.ts'

/** So many images of a class there must be before one of them can be unlike the others. */
const ENOUGH = 20
/** How many robust standard deviations above what is usual for its class: one in 30,000 of a normal distribution. */
const FAR = 4
/** The median of absolute deviations of a normal distribution is this part of its standard deviation. */
const MAD = 0.6745

/**
 * Images unlike all others: the mean distance to their nearest images (Ramaswamy, Rastogi, Shim 2000; k-NN outliers) is
 * far above what is usual for images of their label, on a logarithmic scale, since it spreads by factors. The furthest first; the score is the distance over
 * the median of the class.
 */
export function outliers({ byId }: Subjects, { ids, k, distances }: NeighbourGraph): NewFinding[] {
  const far = Float64Array.from(ids, (_, place) => meanOf(distances.subarray(place * k + 1, (place + 1) * k)))
  const places = [...ids.keys()].filter((place) => byId.has(ids[place]!) && far[place]! > 0)
  const byLabel = Map.groupBy(places, (place) => byId.get(ids[place]!)!.label)
  const found = [...byLabel].flatMap(([label, of]) => {
    if (of.length < ENOUGH) return []
    const logs = of.map((place) => Math.log(far[place]!))
    const middle = median(logs)
    const deviation = median(logs.map((log) => Math.abs(log - middle))) / MAD
    return of.flatMap((place, i) => {
      const above = (logs[i]! - middle) / Math.max(deviation, Number.EPSILON)
      return above > FAR
        ? [{ id: ids[place] as ImageId, score: Math.exp(logs[i]! - middle), above, label }]
        : []
    })
  })
  return found
    .sort((a, b) => b.above - a.above || a.id - b.id)
    .map(({ id, score, label }) => ({ id, score, ...(label !== null && { label }) }))
}

const meanOf = (values: Float32Array): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length >> 1
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}
