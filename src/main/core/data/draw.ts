import type { Drawn } from '../../../shared/contract/data.ts'
import type { ClassId, ImageId } from '../../../shared/domain.ts'
import { Random } from '../../../shared/random.ts'

/**
 * At most `most` images of each label, drawn without putting back, in the order drawn. Each label has a stream of its own, so
 * that a change to one leaves the others as they are.
 */
export function drawEach(
  groups: ReadonlyMap<ClassId | null, Uint32Array>,
  most: number,
  seed: number,
): Drawn[] {
  return [...groups].map(([label, ids]) => ({
    label,
    images: ids.length,
    ids: draw(ids, most, new Random(seed, `data ${label ?? 'none'}`)) as ImageId[],
  }))
}

/** The first steps of Fisher and Yates's shuffle; what has moved is noted, so that many ids cost no more than few. */
function draw(ids: Uint32Array, most: number, random: Random): number[] {
  const moved = new Map<number, number>()
  const at = (place: number) => moved.get(place) ?? ids[place]!
  const drawn: number[] = []
  for (let place = 0; place < Math.min(most, ids.length); place++) {
    const other = place + random.below(ids.length - place)
    drawn.push(at(other))
    moved.set(other, at(place))
  }
  return drawn
}
