import KDBush from 'kdbush'
import type { ImageId, ModelId } from '../../../../shared/domain.ts'
import type { Point } from './camera.ts'
import { boundsOf, contains } from './lasso.ts'

export type Method = 'pca' | 'umap'

/** Images in the plane. A place is an image's index in all of these. */
export class Cloud {
  readonly method: Method
  /** The version whose features they are laid out by. */
  readonly model: ModelId
  readonly ids: Uint32Array
  /** x and y of each, in the method's own units. */
  readonly raw: Float32Array
  /** The same between -1 and 1, as it is drawn. */
  readonly points: Float32Array
  #index: KDBush | null = null
  #places: Map<number, number> | null = null

  constructor(of: { method: Method; model: ModelId; ids: Uint32Array; points: Float32Array }) {
    this.method = of.method
    this.model = of.model
    this.ids = of.ids
    this.raw = of.points
    this.points = normalised(of.points)
  }

  get length(): number {
    return this.ids.length
  }

  id(place: number): ImageId {
    return this.ids[place] as ImageId
  }

  /** Undefined where it is not on the map. */
  place(id: ImageId): number | undefined {
    this.#places ??= new Map(Array.from(this.ids, (each, place) => [each, place]))
    return this.#places.get(id)
  }

  /** Where its images lay on another map, as that was drawn; those that it had not where they lie now. */
  from(before: Cloud | null): Float32Array {
    if (!before) return this.points
    const was = this.points.slice()
    for (const [place, id] of this.ids.entries()) {
      const there = before.place(id as ImageId)
      if (there === undefined) continue
      was[2 * place] = before.points[2 * there]!
      was[2 * place + 1] = before.points[2 * there + 1]!
    }
    return was
  }

  /** The place nearest to a point of the map, at most so far from it; undefined where there is none that counts. */
  nearest({ x, y }: Point, within: number, counts: (place: number) => boolean): number | undefined {
    let best: number | undefined
    let least = Infinity
    for (const place of this.#tree().within(x, y, within)) {
      const distance = (this.points[2 * place]! - x) ** 2 + (this.points[2 * place + 1]! - y) ** 2
      if (distance >= least || !counts(place)) continue
      least = distance
      best = place
    }
    return best
  }

  /** The places within a polygon of the map, ascending. */
  inside(polygon: readonly Point[], counts: (place: number) => boolean): Uint32Array<ArrayBuffer> {
    if (polygon.length < 3) return new Uint32Array(0)
    const { left, bottom, right, top } = boundsOf(polygon)
    const { points } = this
    const found = this.#tree()
      .range(left, bottom, right, top)
      .filter((place) => counts(place) && contains(polygon, points[2 * place]!, points[2 * place + 1]!))
    return Uint32Array.from(found).sort()
  }

  /** Made when it is first asked: the picture waits for nothing. */
  #tree(): KDBush {
    if (this.#index) return this.#index
    const tree = new KDBush(this.length, 64, Float32Array)
    for (let place = 0; place < this.length; place++)
      tree.add(this.points[2 * place]!, this.points[2 * place + 1]!)
    return (this.#index = tree.finish())
  }
}

/** Moved to the middle, and as large as -1 to 1 has room for; both directions by the same. */
function normalised(points: Float32Array): Float32Array {
  const [x, y] = [extent(points, 0), extent(points, 1)]
  const half = Math.max(x.high - x.low, y.high - y.low) / 2 || 1
  const middle = [(x.low + x.high) / 2, (y.low + y.high) / 2] as const
  return points.map((value, i) => (value - middle[i % 2 === 0 ? 0 : 1]) / half)
}

function extent(points: Float32Array, axis: 0 | 1) {
  if (points.length === 0) return { low: 0, high: 0 }
  let [low, high] = [Infinity, -Infinity]
  for (let i = axis; i < points.length; i += 2) {
    low = Math.min(low, points[i]!)
    high = Math.max(high, points[i]!)
  }
  return { low, high }
}
