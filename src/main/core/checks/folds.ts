import { Random } from '../../../shared/random.ts'

/** Into so many parts labelled images are split: each is judged by a head that learnt from the four others. */
export const FOLDS = 5

/**
 * A fold for each image, 0 to `FOLDS` - 1: those of a label are spread evenly over all, and images of one group (near-
 * duplicates of each other) share one, so that none is judged by a head that has learnt from its twin. The same for the same seed.
 * @param labels the class of each, as its place among the classes
 * @param groups for each the place of the first image of its group; itself where it has none
 */
export function foldsOf(labels: ArrayLike<number>, groups: ArrayLike<number>, seed: number): Uint8Array {
  const folds = new Uint8Array(labels.length)
  const random = new Random(seed, 'folds')
  const byLabel = new Map<number, number[]>()
  for (let place = 0; place < labels.length; place++) {
    if (groups[place] !== place) continue
    const label = labels[place]!
    const places = byLabel.get(label)
    if (places) places.push(place)
    else byLabel.set(label, [place])
  }
  for (const places of byLabel.values()) {
    random.permutation(places.length).forEach((at, i) => (folds[places[at]!] = i % FOLDS))
  }
  for (let place = 0; place < labels.length; place++) folds[place] = folds[groups[place]!]!
  return folds
}
