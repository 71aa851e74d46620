import type { Page } from 'playwright'
import { Sort, type Filter } from '../src/shared/contract/browse.ts'
import { Actor, Split, type ClassId } from '../src/shared/domain.ts'
import { Random } from '../src/shared/random.ts'
import { rounded, spread } from './numbers.ts'

/** Views looked at: each order five times. */
const VIEWS = 5 * Sort.options.length
/** Between two views, so that what the one before asked for is answered. */
const REST_MS = 250

const NOTHING: Filter = {
  ...{ classes: [], unlabelled: false, splits: [], sources: [], labelledBy: [], predicted: [] },
  ...{ corrected: undefined, flagged: undefined, disagrees: undefined, unsure: undefined },
  ...{ confidence: undefined, margin: undefined, loss: undefined },
  ...{ added: undefined, labelled: undefined, text: undefined, findings: [], set: undefined },
}

type Part = (random: Random) => Partial<Filter>

const some = <Value>(random: Random, values: readonly Value[]): Value[] => {
  const order = random.permutation(values.length)
  return [...order.subarray(0, 1 + random.below(values.length - 1))].map((i) => values[i]!)
}
const classes = Array.from({ length: 10 }, (_, i) => (i + 1) as ClassId)
const yesOrNo = (random: Random) => random.next() < 0.5
const interval = (random: Random, max: number) => {
  const ends = [random.next() * max, random.next() * max].toSorted((a, b) => a - b)
  return { from: ends[0]!, to: ends[1]! }
}

const PARTS: Part[] = [
  (random) => ({ classes: some(random, classes), unlabelled: yesOrNo(random) }),
  (random) => ({ splits: some(random, Split.options) }),
  () => ({ sources: ['dataset'] }),
  (random) => ({ labelledBy: some(random, Actor.options) }),
  (random) => ({ corrected: yesOrNo(random) }),
  (random) => ({ flagged: yesOrNo(random) }),
  (random) => ({ predicted: some(random, classes) }),
  (random) => ({ disagrees: yesOrNo(random) }),
  (random) => ({ unsure: yesOrNo(random) }),
  (random) => ({ confidence: interval(random, 1) }),
  (random) => ({ margin: interval(random, 1) }),
  (random) => ({ loss: interval(random, 8) }),
  () => ({ labelled: { from: '2020-01-01T00:00:00Z' } }),
  () => ({ text: 'shirt' }),
]

/** None to three of the parts. */
function randomFilter(random: Random): Filter {
  const parts = random.permutation(PARTS.length).subarray(0, random.below(4))
  return Object.assign({}, NOTHING, ...[...parts].map((i) => PARTS[i]!(random))) as Filter
}

/** Seeded filters in every order, each asked as the menus do it, until its grid is full. */
export async function filters(page: Page) {
  const random = new Random(3, 'bench filters')
  const all: { ms: number; images: number; sort: Sort; filter: string }[] = []
  for (let n = 0; n < VIEWS; n++) {
    const sort = Sort.options[n % Sort.options.length]!
    const filter = n < Sort.options.length ? NOTHING : randomFilter(random)
    const { ms, images } = await page.evaluate(([filter, sort]) => window.bench.show(filter, sort), [
      filter,
      sort,
    ] as const)
    all.push({ ms: rounded(ms), images, sort, filter: words(filter) })
    await page.waitForTimeout(REST_MS)
  }
  await page.evaluate((filter) => window.bench.show(filter, 'oldest'), NOTHING)
  // Nothing to draw is no feat.
  const some = all.filter(({ images }) => images > 0)
  const slowest = some.toSorted((a, b) => b.ms - a.ms).slice(0, 5)
  return { ...spread(some.map(({ ms }) => ms)), empty: all.length - some.length, slowest }
}

const words = (filter: Filter) =>
  JSON.stringify(filter, (_, value: unknown) =>
    Array.isArray(value) && value.length === 0 ? undefined : value,
  )
