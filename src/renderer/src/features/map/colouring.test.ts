import { expect, it } from 'vitest'
import { MARK } from '../../../../shared/contract/map.ts'
import type { ClassId } from '../../../../shared/domain.ts'
import { grouped, HIDDEN, type Colouring, type Names } from './colouring.ts'
import { Marks } from './marks.ts'

const named = (id: number, name: string, color: number) => ({
  ...{ id: id as ClassId, name, color, key: null, images: 0, given: false },
})
const NAMES: Names = {
  classes: [named(4, 'Dress', 0), named(2, 'Coat', 11)],
  notGarment: { id: 9 as ClassId, name: 'Not a garment', images: 0 },
}

type Image = { label?: number; predicted?: number; loss?: number; flags?: number }

function marksOf(images: readonly Image[]): Marks {
  const count = images.length
  const bytes = new ArrayBuffer(9 * count)
  const marks = new Marks(bytes, count)
  const flags = new Uint8Array(bytes, 8 * count, count)
  for (const [i, image] of images.entries()) {
    marks.labels[i] = image.label ?? 0
    marks.predicted[i] = image.predicted ?? 0
    marks.losses[i] = image.loss ?? NaN
    flags[i] = image.flags ?? MARK.present | (image.predicted ? MARK.answered : 0)
  }
  return marks
}

/** The name of the group of each image; null where it is not drawn. */
function names(colouring: Colouring, images: readonly Image[]) {
  const { groups, of, counts } = grouped(colouring, NAMES, marksOf(images), images.length)
  const drawn = Array.from(of, (group) => (group === HIDDEN ? null : groups[group]!.name))
  for (const [i, { name }] of groups.entries())
    expect(counts[i]).toBe(drawn.filter((each) => each === name).length)
  return drawn
}

it('colours by label, by class in their order, with what has none and what shows no garment', () => {
  const images = [{ label: 2 }, { label: 4 }, { label: 9 }, {}, { label: 77 }, { label: 2, flags: 0 }]
  expect(names('label', images)).toEqual(['Coat', 'Dress', 'Not a garment', 'No label', 'No label', null])
  const { groups } = grouped('label', NAMES, marksOf([]), 0)
  // The eleventh colour and on are the first ones again: their points are rings.
  expect(groups.slice(0, 2)).toMatchObject([
    { name: 'Dress', colour: 'var(--class-0)', hollow: false },
    { name: 'Coat', colour: 'var(--class-1)', hollow: true },
  ])
})

it('colours by prediction; what the model was not asked is said to be so', () => {
  expect(names('prediction', [{ predicted: 2 }, { label: 2 }, { label: 2, predicted: 4 }])).toEqual([
    ...['Coat', 'Not classified yet', 'Dress'],
  ])
})

it('colours by right and wrong, which what has no class can not be', () => {
  const unsure = MARK.present | MARK.answered | MARK.unsure
  expect(
    names('correctness', [
      { label: 2, predicted: 2 },
      { label: 2, predicted: 4 },
      { label: 2, predicted: 4, flags: unsure },
      { label: 2, predicted: 2, flags: unsure },
      { predicted: 4 },
      { label: 9, predicted: 4 },
      { label: 2 },
    ]),
  ).toEqual([
    ...['As its label', 'Other than its label', 'Other, and not sure', 'As its label'],
    ...['No label', 'No label', 'Not classified yet'],
  ])
})

it('colours by loss, each bound in the group above it', () => {
  const images = [0, 0.009, 0.01, 0.3, 0.5, 2, 40].map((loss) => ({ loss }))
  expect(names('loss', [...images, {}])).toEqual([
    ...['below 0.01', 'below 0.01', '0.01 to 0.1', '0.1 to 0.5', '0.5 to 2', '2 and above', '2 and above'],
    'No loss: no label, or not classified',
  ])
})

it('takes more classes than there is room for', () => {
  const classes = Array.from({ length: 400 }, (_, i) => named(i + 10, `Class ${i}`, i))
  const marks = marksOf([{ label: 10 }, { label: 409 }])
  const { of, groups } = grouped('label', { ...NAMES, classes }, marks, 2)
  expect(groups.length).toBeLessThan(HIDDEN)
  expect(of[0]).toBe(0)
  expect(of[1]).toBeLessThan(groups.length)
})
