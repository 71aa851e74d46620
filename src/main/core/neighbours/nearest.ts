import type { Features } from '../models/features.ts'

/** Rows of a matrix, the most similar first, with their cosines. */
export type Nearest = { places: Int32Array; similarities: Float32Array }

/**
 * The `count` rows most similar to the one at `place`, exactly, by cosine: itself first, then the most similar first, of equal
 * ones the first first.
 * @param features with rows of length 1
 */
export function nearest(features: Features, place: number, count: number): Nearest {
  const { width, values } = features
  const similarities = similaritiesTo(features, values.slice(place * width, (place + 1) * width))
  // Before any twin.
  similarities[place] = Infinity
  return ranked(similarities, count)
}

/** The `count` rows most similar to a vector of length 1 that is none of them. */
export const nearestTo = (features: Features, vector: Float32Array, count: number): Nearest =>
  ranked(similaritiesTo(features, vector), count)

function ranked(similarities: Float32Array, count: number): Nearest {
  if (similarities.length === 0) return { places: new Int32Array(0), similarities }
  const least = similarities.slice().sort().at(-Math.min(count, similarities.length))!
  const places: number[] = []
  for (let i = 0; i < similarities.length; i++) if (similarities[i]! >= least) places.push(i)
  places.sort((a, b) => similarities[b]! - similarities[a]! || a - b)
  const first = Int32Array.from(places.slice(0, count))
  // A sum of rounded squares may be a little more than 1.
  const cosine = (place: number) => Math.max(-1, Math.min(1, similarities[place]!))
  return { places: first, similarities: Float32Array.from(first, cosine) }
}

/** The cosine of a vector with each row: four sums at a time, which the processor adds beside each other. */
function similaritiesTo({ ids, width, values }: Features, vector: Float32Array): Float32Array {
  const even = width - (width % 4)
  const similarities = new Float32Array(ids.length)
  for (let i = 0, at = 0; i < ids.length; i++) {
    let [a, b, c, d] = [0, 0, 0, 0]
    for (let j = 0; j < even; j += 4, at += 4) {
      a += vector[j]! * values[at]!
      b += vector[j + 1]! * values[at + 1]!
      c += vector[j + 2]! * values[at + 2]!
      d += vector[j + 3]! * values[at + 3]!
    }
    for (let j = even; j < width; j++, at++) a += vector[j]! * values[at]!
    similarities[i] = a + b + (c + d)
  }
  return similarities
}
