import type { Features } from '../models/features.ts'
import { nearestTo } from '../neighbours/nearest.ts'
import { NEIGHBOURS } from '../neighbours/graph.ts'

/** A map: where each image lies, [ids, 2]. */
export type Points = { ids: Uint32Array; points: Float32Array }

/**
 * Places of images that are not on a map: the mean of the places of those on it that they are most like, each weighed by its
 * cosine. One that is like none of them lies at their mean.
 * @param features of those on the map and of those that are not, with rows of length 1
 */
export function placed(features: Features, map: Points, newcomers: Iterable<number>): Points {
  const onMap = new Map(Array.from(map.ids, (id, i) => [id, i]))
  const known = rowsOf(features, (id) => onMap.has(id))
  const at = Array.from(known.ids, (id) => onMap.get(id)!)
  const asked = new Set(newcomers)
  const wanted = rowsOf(features, (id) => asked.has(id) && !onMap.has(id))
  const points = new Float32Array(2 * wanted.ids.length)
  if (at.length === 0) return { ids: new Uint32Array(0), points: new Float32Array(0) }
  for (let row = 0; row < wanted.ids.length; row++) {
    const vector = wanted.values.subarray(row * wanted.width, (row + 1) * wanted.width)
    points.set(
      meanPlace(known, vector, (place, axis) => map.points[2 * at[place]! + axis]!),
      2 * row,
    )
  }
  return { ids: wanted.ids, points }
}

function meanPlace(
  known: Features,
  vector: Float32Array,
  coordinate: (place: number, axis: 0 | 1) => number,
): [x: number, y: number] {
  const { places, similarities } = nearestTo(known, vector, NEIGHBOURS)
  let [x, y, sum] = [0, 0, 0]
  const alike = similarities.some((similarity) => similarity > 0)
  for (const [rank, place] of places.entries()) {
    const weight = alike ? Math.max(0, similarities[rank]!) : 1
    x += weight * coordinate(place, 0)
    y += weight * coordinate(place, 1)
    sum += weight
  }
  return [x / sum, y / sum]
}

function rowsOf({ ids, width, values }: Features, wanted: (id: number) => boolean): Features {
  const rows = Array.from(ids.keys()).filter((row) => wanted(ids[row]!))
  const chosen = new Float32Array(rows.length * width)
  for (const [to, row] of rows.entries())
    chosen.set(values.subarray(row * width, (row + 1) * width), to * width)
  return { ids: Uint32Array.from(rows, (row) => ids[row]!), width, values: chosen }
}
