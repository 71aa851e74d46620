import type { LibraryInfo } from '../../../../shared/contract/library.ts'
import { classColour, isStriped, NEUTRAL } from '../../lib/palette.ts'
import type { Marks } from './marks.ts'

export const COLOURINGS = [
  { value: 'label', title: 'Label' },
  { value: 'prediction', title: 'Prediction' },
  { value: 'correctness', title: 'Right or wrong' },
  { value: 'loss', title: 'Loss' },
] as const
export type Colouring = (typeof COLOURINGS)[number]['value']

/** A group of images of one colour. */
export type Group = {
  key: string
  name: string
  /** A CSS colour, of the theme. */
  colour: string
  /** Drawn as a ring: the colour is another group's too. */
  hollow: boolean
  /** Drawn over the others: what is looked for among many. */
  front: boolean
}

/** The groups by a colouring, and which of them each place is of; `HIDDEN` where it is of none. */
export type Grouping = { groups: readonly Group[]; of: Uint8Array; counts: readonly number[] }

/** Of images that are not there. */
export const HIDDEN = 255
/** More classes than this share the last group. */
const MOST = 250

/** What colours go by of a library. */
export type Names = Pick<LibraryInfo, 'classes' | 'notGarment'>

type Plan = { groups: Group[]; groupOf: (marks: Marks, place: number) => number }

/** Puts each image of a map into its group. */
export function grouped(colouring: Colouring, names: Names, marks: Marks, count: number): Grouping {
  const { groups, groupOf } = PLANS[colouring](names)
  const of = new Uint8Array(count)
  const counts = new Array<number>(groups.length).fill(0)
  for (let place = 0; place < count; place++) {
    const group = marks.present(place) ? groupOf(marks, place) : HIDDEN
    of[place] = group
    if (group !== HIDDEN) counts[group]!++
  }
  return { groups, of, counts }
}

const group = (key: string, name: string, colour: string, more: Partial<Group> = {}): Group => ({
  ...{ key, name, colour, hollow: false, front: false },
  ...more,
})

const muted = 'var(--line-strong)'

/** Classes in their order, then what shows no garment, then what has none. */
function byClass({ classes, notGarment }: Names, none: string, of: 'label' | 'prediction'): Plan {
  const ofClasses = classes
    .slice(0, MOST)
    .map(({ id, name, color }) =>
      group(`class-${id}`, name, classColour(color), { hollow: isStriped(color) }),
    )
  const others = [
    group('not-garment', notGarment.name, classColour(NEUTRAL), { hollow: true }),
    group('none', none, muted, { hollow: true }),
  ]
  const index = new Map<number, number>(classes.map(({ id }, i) => [id, Math.min(i, MOST - 1)]))
  const last = ofClasses.length
  return {
    groups: [...ofClasses, ...others],
    groupOf(marks, place) {
      const id = of === 'label' ? marks.label(place) : marks.prediction(place)
      if (id === null) return last + 1
      return id === notGarment.id ? last : (index.get(id) ?? last + 1)
    },
  }
}

function byCorrectness({ notGarment }: Names): Plan {
  const groups = [
    group('agree', 'As its label', 'var(--map-quiet)'),
    group('differ', 'Other than its label', 'var(--wrong)', { front: true }),
    group('unsure', 'Other, and not sure', 'var(--map-unsure)', { front: true }),
    group('no-label', 'No label', muted, { hollow: true }),
    group('unasked', 'Not classified yet', muted, { hollow: true }),
  ]
  return {
    groups,
    groupOf(marks, place) {
      const [label, prediction] = [marks.label(place), marks.prediction(place)]
      if (prediction === null) return 4
      // What shows no garment is none of its classes: there is nothing to be right about.
      if (label === null || label === notGarment.id) return 3
      if (label === prediction) return 0
      return marks.unsure(place) ? 2 : 1
    },
  }
}

/** Where one group of losses ends and the next begins, nats, as float32 has them. A model that guesses one of ten has 2.3. */
const LOSSES = [0.01, 0.1, 0.5, 2].map(Math.fround)

function byLoss(): Plan {
  const from = ['below 0.01', '0.01 to 0.1', '0.1 to 0.5', '0.5 to 2', '2 and above']
  const groups = [
    ...from.map((name, i) => group(`loss-${i}`, name, `var(--map-loss-${i})`, { front: i >= 3 })),
    group('none', 'No loss: no label, or not classified', muted, { hollow: true }),
  ]
  return {
    groups,
    groupOf(marks, place) {
      const loss = marks.losses[place]!
      return Number.isNaN(loss) ? from.length : LOSSES.filter((bound) => loss >= bound).length
    },
  }
}

const PLANS: Record<Colouring, (names: Names) => Plan> = {
  label: (names) => byClass(names, 'No label', 'label'),
  prediction: (names) => byClass(names, 'Not classified yet', 'prediction'),
  correctness: byCorrectness,
  loss: byLoss,
}
