import type { ClassId, ImageId } from '../../../shared/domain.ts'
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
export function outliers({ byId }: Subjects, graph: NeighbourGraph): NewFinding[] {
  const byLabel = new Map<ClassId | null, Far[]>()
  for (let place = 0; place < graph.ids.length; place++) {
    const subject = byId.get(graph.ids[place]!)
    const log = Math.log(meanDistance(graph, place))
    if (!subject || log === -Infinity) continue
    const of = byLabel.get(subject.label)
    if (of) of.push({ id: subject.id, log })
    else byLabel.set(subject.label, [{ id: subject.id, log }])
  }
  return [...byLabel.values()]
    .flatMap(farthest)
    .sort((a, b) => b.above - a.above || a.id - b.id)
    .map(({ id, score }) => ({ id, score }))
}

/** An image, and the logarithm of how far it is from those nearest to it. */
type Far = { id: ImageId; log: number }

/** Of the images of one label those that are far beyond what is usual. */
function farthest(of: readonly Far[]): { id: ImageId; score: number; above: number }[] {
  if (of.length < ENOUGH) return []
  const logs = new Float64Array(of.length)
  for (const [i, { log }] of of.entries()) logs[i] = log
  const middle = median(logs)
  const deviation = Math.max(median(logs.map((log) => Math.abs(log - middle))) / MAD, Number.EPSILON)
  return of
    .filter(({ log }) => log > middle + FAR * deviation)
    .map(({ id, log }) => ({ id, score: Math.exp(log - middle), above: (log - middle) / deviation }))
}

/** To those that are nearest to a place; 0 where there is none. */
function meanDistance({ k, distances }: NeighbourGraph, place: number): number {
  let sum = 0
  for (let at = place * k + 1; at < (place + 1) * k; at++) sum += distances[at]!
  return k > 1 ? sum / (k - 1) : 0
}

function median(values: Float64Array): number {
  const sorted = values.toSorted()
  const half = sorted.length >> 1
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2
}
