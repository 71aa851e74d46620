import type { Features } from '../models/features.ts'

/**
 * The `count` rows of a matrix most similar to the one at `place`, exactly, by cosine: itself first, then the most similar
 * first, of equal ones the first first.
 * @param features with rows of length 1
 */
export function nearest(features: Features, place: number, count: number) {
  const similarities = similaritiesTo(features, place)
  // Before any twin.
  similarities[place] = Infinity
  const least = similarities.slice().sort().at(-Math.min(count, similarities.length))!
  const places: number[] = []
  for (let i = 0; i < similarities.length; i++) if (similarities[i]! >= least) places.push(i)
  places.sort((a, b) => similarities[b]! - similarities[a]! || a - b)
  const first = Int32Array.from(places.slice(0, count))
  return {
    places: first,
    similarities: Float32Array.from(first, (i) =>
      i === place ? 1 : Math.max(-1, Math.min(1, similarities[i]!)),
    ),
  }
}

/** The cosine of the row at `place` with each: four sums at a time, which the processor adds beside each other. */
function similaritiesTo({ ids, width, values }: Features, place: number): Float32Array<ArrayBuffer> {
  const row = values.slice(place * width, (place + 1) * width)
  const even = width - (width % 4)
  const similarities = new Float32Array(ids.length)
  for (let i = 0, at = 0; i < ids.length; i++) {
    let [a, b, c, d] = [0, 0, 0, 0]
    for (let j = 0; j < even; j += 4, at += 4) {
      a += row[j]! * values[at]!
      b += row[j + 1]! * values[at + 1]!
      c += row[j + 2]! * values[at + 2]!
      d += row[j + 3]! * values[at + 3]!
    }
    for (let j = even; j < width; j++, at++) a += row[j]! * values[at]!
    similarities[i] = a + b + (c + d)
  }
  return similarities
}
