import { expect, it } from 'vitest'
import type { ImageId } from '../../../shared/domain.ts'
import { tinyDataset, temporaryLibrary } from '../testing/fixtures.ts'
import type { NeighbourGraph } from '../neighbours/graph.ts'
import { nearDuplicates } from './near-duplicates.ts'
import { outliers } from './outliers.ts'
import { closePairs, groupsOf } from './pairs.ts'
import { takeSubjects } from './subjects.ts'

/** Images on a line, each at its place: the nearest of each are told exactly. */
function onALine(ids: readonly number[], places: readonly number[], k = 3): NeighbourGraph {
  const rows = places.map((at, own) =>
    places
      .map((other, place) => ({ place, distance: Math.abs(at - other) }))
      .sort(
        (a, b) => a.distance - b.distance || (a.place === own ? -1 : b.place === own ? 1 : a.place - b.place),
      )
      .slice(0, k),
  )
  return {
    ...{ ids: Uint32Array.from(ids), k },
    indices: Int32Array.from(rows.flat(), ({ place }) => place),
    distances: Float32Array.from(rows.flat(), ({ distance }) => distance),
  }
}

it('each close pair is told once, also where only one of the two has the other among its nearest', () => {
  const graph = onALine([1, 2, 3, 4], [0, 0.125, 0.25, 3], 2)
  const parts = [0, 1, 2, 3].flatMap((from) => closePairs(graph, 0.5, from, from + 1))
  expect(parts).toEqual(closePairs(graph, 0.5, 0, 4))
  expect(parts).toEqual([
    { a: 0, b: 1, distance: 0.125 },
    { a: 1, b: 2, distance: 0.125 },
  ])
  expect([...groupsOf(4, parts)]).toEqual([0, 0, 0, 3])
})

/** The ids of the first image of each split. */
const [TEST, TRAIN] = [1, 11]

/** Pictures of the tiny dataset, of which the first test image is the third training image, and the fifth nearly the fourth. */
function withTwins() {
  const set = tinyDataset(20, 10)
  const { pixels } = set.train
  const faint = pixels(3).map((value) => Math.min(255, value + 3))
  const library = temporaryLibrary({
    ...set,
    train: { ...set.train, pixels: (index) => (index === 4 ? faint : pixels(index)) },
    test: { ...set.test, pixels: (index) => (index === 0 ? pixels(2) : set.test.pixels(index)) },
  })
  return library
}

it('finds what is nearly the same, also across splits, and says which group is learnt from', async () => {
  const library = withTwins()
  const subjects = await takeSubjects(library)
  const ids = [...subjects.byId.keys()]
  // All features are alike: the pictures alone decide.
  const graph = onALine(
    ids,
    ids.map((id) => id / 10_000),
    29,
  )
  const { findings, groups } = await nearDuplicates(library, subjects, graph, new AbortController().signal)
  const found = findings.map(({ id, related, facts }) => [id, related, facts?.learnt])
  expect(found).toEqual([
    [TRAIN + 3, TRAIN + 4, true],
    [TRAIN + 4, TRAIN + 3, true],
    [TEST, TRAIN + 2, true],
    [TRAIN + 2, TEST, true],
  ])
  // By places: one less than the ids.
  expect(groups[TRAIN + 1]).toBe(TEST - 1)
  expect(groups[TRAIN + 3]).toBe(TRAIN + 2)
})

it('what is far apart by its features is not even looked at', async () => {
  const library = withTwins()
  const subjects = await takeSubjects(library)
  const ids = [...subjects.byId.keys()]
  const { findings } = await nearDuplicates(
    library,
    subjects,
    onALine(ids, ids),
    new AbortController().signal,
  )
  expect(findings).toEqual([])
})

it('an image far from its nearest is unlike the others of its label; few images tell nothing', async () => {
  const library = temporaryLibrary(tinyDataset(300, 10))
  const subjects = await takeSubjects(library)
  const ids = [...subjects.byId.keys()]
  const places = ids.map((id) => id + 0.3 * Math.sin(id * id))
  places[47] = 1000
  const [first, ...others] = outliers(subjects, onALine(ids, places))
  expect(first).toMatchObject({ id: 48 as ImageId })
  expect(first!.score).toBeGreaterThan(50)
  expect(others).toEqual([])
  const few = temporaryLibrary(tinyDataset(100, 10))
  const small = await takeSubjects(few)
  const smallIds = [...small.byId.keys()]
  expect(
    outliers(
      small,
      onALine(
        smallIds,
        smallIds.map((id) => (id === 5 ? 9e9 : id)),
      ),
    ),
  ).toEqual([])
})
