import { describe, expect, it, vi } from 'vitest'
import { Filter } from '../../../shared/contract/browse.ts'
import { MAX_REVIEW, type ReviewId, type ReviewKind } from '../../../shared/contract/reviews.ts'
import type { ClassId, ImageId, ModelId } from '../../../shared/domain.ts'
import { wilson } from '../../../shared/wilson.ts'
import { createImageIndex } from '../browse/image-index.ts'
import type { Model } from '../browse/match.ts'
import { createLabels, labelImported } from '../labels/labels.ts'
import { addPhotoRows, imageIds, temporaryLibrary } from '../testing/fixtures.ts'
import { createReviews } from './reviews.ts'

const ACTIVE: Model = { id: 'v1' as ModelId, threshold: 0.4 }
const ALL = Filter.parse({})
const classId = (id: number) => id as ClassId

/** Dataset images, two thirds of them with predictions, and four photos, half of them without a label. */
function setUp() {
  const library = temporaryLibrary()
  const { write, read } = library.db
  addPhotoRows(library, 0, 4)
  const photos = imageIds(library, "source = 'photo'")
  write
    .prepare('UPDATE images SET label_class = NULL, label_actor = NULL WHERE id IN (?, ?)')
    .run(photos[0], photos[1])
  write.prepare("INSERT INTO models VALUES ('v1', '', 1, '{}')").run()
  write.exec(`
    INSERT INTO predictions (model_id, image_id, class_id, confidence, probabilities, margin, loss)
    SELECT 'v1', id, 1 + (id * 7) % 10, (id * 13 % 97) / 97.0, x'00', 0,
      iif(label_class IS NULL, NULL, id * 23 % 83 / 9.0)
    FROM images WHERE id % 3 > 0`)
  const index = createImageIndex(library)
  const reviews = createReviews(library, index)
  const stored = createLabels(library.db)
  const followed = <T extends { ids: ImageId[] }>(action: T): T => (index.changed(action.ids), action)
  const labels = {
    set: (ids: ImageId[], label: number | null, how?: { by?: 'person' | 'model' }) =>
      followed(stored.set(ids, label as ClassId | null, how)),
    undo: () => followed(stored.undo()),
    redo: () => followed(stored.redo()),
    removeClass: (id: number, into: number | null) =>
      followed(stored.removeClass(classId(id), into as ClassId | null)),
  }
  const begin = (kind: ReviewKind, size = MAX_REVIEW, more: { filter?: Filter; seed?: number } = {}) =>
    reviews.begin({ kind, filter: ALL, size, seed: 1, ...more }, ACTIVE)
  const items = (id: ReviewId, only?: ImageId[]) => {
    const bytes = reviews.items(id, only)
    const images = bytes.length / 5
    const ids = [...new Uint32Array(bytes.buffer, 0, images)] as ImageId[]
    return { ids, states: [...bytes.subarray(images * 4)] }
  }
  const state = (id: ReviewId, image: ImageId) => {
    const { ids, states } = items(id)
    return states[ids.indexOf(image)]
  }
  const now = (id: ReviewId) => reviews.list().find((review) => review.id === id)
  const labelOf = (id: ImageId) =>
    read.prepare('SELECT label_class FROM images WHERE id = ?').pluck().get(id) as ClassId | null
  return { library, index, reviews, labels, begin, items, state, now, labelOf, photos }
}

/** What nobody has labelled by hand, with a score of it. */
const scored = (
  { library }: Pick<ReturnType<typeof setUp>, 'library'>,
  score: string,
  where: string,
): { id: ImageId; score: number }[] =>
  library.db.read
    .prepare(
      `SELECT images.id, ${score} AS score FROM images JOIN predictions ON image_id = images.id
       WHERE coalesce(label_actor, '') NOT IN ('person', 'model') AND ${where} ORDER BY images.id`,
    )
    .all() as { id: ImageId; score: number }[]

describe('a review', () => {
  it('of doubtful images has what the model answered and nobody labelled, least sure first', () => {
    const it = setUp()
    it.labels.set([1, 2] as ImageId[], 3)
    it.labels.set([4] as ImageId[], 3, { by: 'model' })
    const { ids } = it.items(it.begin('doubtful').id)
    const answered = scored(it, 'confidence', '1')
    expect(ids).toEqual(answered.sort((a, b) => a.score - b.score || a.id - b.id).map(({ id }) => id))
    expect(ids).not.toContain(1)
    const first = it.begin('doubtful', 10).id
    expect(it.items(first).ids).toEqual(ids.slice(0, 10))
    expect(it.items(first, [ids[7]!, ids[2]!, ids[20]!]).ids).toEqual([ids[2], ids[7]])
  })

  it('of disagreements has what the model says otherwise of, most suspicious first', () => {
    const it = setUp()
    it.labels.set([1, 2] as ImageId[], 3)
    const { ids } = it.items(it.begin('disagreements').id)
    const differing = scored(it, 'loss', 'label_class <> class_id')
    expect(ids).toEqual(differing.sort((a, b) => b.score - a.score || a.id - b.id).map(({ id }) => id))
    expect(ids.length).toBeGreaterThan(50)
  })

  it('of a random sample has images with a label alone, whoever gave it, the same for the same seed', () => {
    const it = setUp()
    it.labels.set([1] as ImageId[], 3)
    const { ids } = it.items(it.begin('sample').id)
    expect([...ids].sort((a, b) => a - b)).toEqual(imageIds(it.library, 'label_class IS NOT NULL'))
    const drawn = (seed: number) => it.items(it.begin('sample', 20, { seed }).id).ids
    expect(drawn(5)).toEqual(drawn(5))
    expect(drawn(5)).not.toEqual(drawn(6))
  })

  it('of imported photos has those that nobody labelled by hand, newest first', () => {
    const it = setUp()
    const [first, second, third, fourth] = it.photos as [ImageId, ImageId, ImageId, ImageId]
    it.labels.set([third], 2)
    expect(it.items(it.begin('imported').id).ids).toEqual([fourth, second, first])
  })

  it('stays within the images that are asked for', () => {
    const it = setUp()
    const train = Filter.parse({ splits: ['train'], sources: ['dataset'] })
    const { ids } = it.items(it.begin('disagreements', MAX_REVIEW, { filter: train }).id)
    const inside = new Set(imageIds(it.library, "split = 'train' AND source = 'dataset'"))
    expect(ids.every((id) => inside.has(id))).toBe(true)
    expect(it.reviews.sizes(train, ACTIVE)).toMatchObject({ disagreements: ids.length, imported: 0 })
  })

  it.each([
    ['doubtful', { corrected: true }],
    ['disagreements', { disagrees: false }],
    ['imported', { sources: ['dataset'] }],
    ['sample', { unlabelled: true }],
  ] as const)('of %s is refused where there can be none', (kind, part) => {
    const it = setUp()
    it.labels.set([1, 2] as ImageId[], 3)
    const filter = Filter.parse(part)
    expect(it.reviews.sizes(filter, ACTIVE)[kind]).toBe(0)
    const refused = expect.objectContaining({ code: 'nothing-to-review' })
    expect(() => it.begin(kind, 10, { filter })).toThrow(refused)
    expect(it.reviews.list()).toEqual([])
  })

  it('says how many images each kind has', () => {
    const it = setUp()
    const sizes = it.reviews.sizes(ALL, ACTIVE)
    for (const kind of ['doubtful', 'disagreements', 'sample', 'imported'] as const)
      expect(it.begin(kind).images).toBe(sizes[kind])
    expect(it.reviews.sizes(ALL, null)).toEqual({
      ...{ doubtful: 0, disagreements: 0, sample: 152, imported: 4 },
      ...{ 'label-issues': 0, 'near-duplicates': 0, outliers: 0, 'poor-pictures': 0 },
    })
  })

  it('does not move when predictions change', () => {
    const it = setUp()
    const { id } = it.begin('disagreements', 20)
    const { ids } = it.items(id)
    it.library.db.write.exec('UPDATE predictions SET class_id = 1, loss = 0, confidence = 1')
    it.index.predictionsChanged()
    expect(it.items(id).ids).toEqual(ids)
  })
})

describe('what is done', () => {
  it('follows labels: undo opens an image again, and redo closes it', () => {
    const it = setUp()
    const { id } = it.begin('disagreements', 10)
    const [first, second] = it.items(id).ids as [ImageId, ImageId]
    it.labels.set([first], 9)
    it.labels.set([second], 9, { by: 'model' })
    expect(it.now(id)).toMatchObject({ images: 10, done: 2, skipped: 0 })
    it.labels.undo()
    expect([it.state(id, first), it.state(id, second)]).toEqual([1, 0])
    it.labels.redo()
    expect(it.state(id, second)).toBe(1)
    it.labels.undo()
    it.labels.undo()
    expect(it.now(id)).toMatchObject({ done: 0 })
  })

  it('is not what was labelled before it began, was imported, or has lost its label again', () => {
    const it = setUp()
    it.labels.set([5] as ImageId[], 3)
    const { id } = it.begin('sample')
    expect(it.state(id, 5 as ImageId)).toBe(0)
    labelImported(it.library.db.write, 6 as ImageId, classId(3))
    it.labels.set([5] as ImageId[], 4)
    it.labels.set([5] as ImageId[], null)
    expect(it.now(id)).toMatchObject({ done: 0 })
    it.labels.undo()
    expect(it.state(id, 5 as ImageId)).toBe(1)
  })

  it('tells labels that were kept from those that were changed, and from first ones', () => {
    const it = setUp()
    const { id } = it.begin('imported')
    const [fourth, third, second] = it.items(id).ids as [ImageId, ImageId, ImageId]
    it.labels.set([fourth], it.labelOf(fourth))
    it.labels.set([third], 9)
    it.labels.set([second], 9)
    expect(it.now(id)).toMatchObject({ done: 3, confirmed: 1, newlyLabelled: 1 })
  })

  it('does not come from a class that is merged or deleted', () => {
    const it = setUp()
    it.library.db.write.exec("INSERT INTO all_classes (id, position, name, color) VALUES (50, 50, 'Hat', 0)")
    it.labels.set([5, 6, 7] as ImageId[], 50)
    const { id } = it.begin('sample')
    it.labels.set([5] as ImageId[], 50)
    it.labels.removeClass(50, 2)
    expect(it.state(id, 6 as ImageId)).toBe(0)
    it.labels.set([6] as ImageId[], 2)
    // Both were kept: what the label was then is of the class it was merged into.
    expect(it.now(id)).toMatchObject({ done: 2, confirmed: 2 })
    it.labels.undo()
    it.labels.undo()
    expect(it.now(id)).toMatchObject({ done: 1, confirmed: 1 })
  })

  it('is skipped without a label, can be taken up again, and counts as done once it has a label', () => {
    const it = setUp()
    const { id } = it.begin('sample', 10)
    const [first, second] = it.items(id).ids as [ImageId, ImageId]
    expect(it.reviews.skip(id, [first, second, 9999 as ImageId], true)).toBe(2)
    expect(it.reviews.skip(id, [first], true)).toBe(0)
    expect(it.now(id)).toMatchObject({ done: 0, skipped: 2 })
    it.reviews.skip(id, [first], false)
    it.labels.set([second], 4)
    expect([it.state(id, first), it.state(id, second)]).toEqual([0, 1])
    expect(it.now(id)).toMatchObject({ done: 1, skipped: 0 })
    it.labels.undo()
    expect(it.state(id, second)).toBe(2)
  })

  it('is told of each review apart, newest first', () => {
    const it = setUp()
    const older = it.begin('sample', 10)
    const [first] = it.items(older.id).ids as [ImageId]
    it.labels.set([first], 4)
    const newer = it.begin('sample', 20)
    expect(it.reviews.list().map(({ id, images, done }) => [id, images, done])).toEqual([
      [newer.id, 20, 0],
      [older.id, 10, 1],
    ])
    it.reviews.remove(newer.id)
    expect(it.reviews.list()).toHaveLength(1)
    const unknown = expect.objectContaining({ code: 'review-unknown' })
    expect(() => it.reviews.items(newer.id)).toThrow(unknown)
    expect(() => it.reviews.skip(newer.id, [first], true)).toThrow(unknown)
    expect(() => it.reviews.remove(newer.id)).toThrow(unknown)
  })

  it('is found by the keys of reviews and of label events, whatever the library holds', () => {
    const it = setUp()
    const { id } = it.begin('sample', 10)
    const prepare = vi.spyOn(it.library.db.read, 'prepare')
    it.reviews.items(id)
    it.reviews.items(id, [])
    it.reviews.list()
    const asked = prepare.mock.calls.map(([sql]) => sql).filter((sql) => sql.includes('review_items'))
    prepare.mockRestore()
    expect(asked).toHaveLength(3)
    for (const sql of asked) {
      const plan = it.library.db.read.prepare(`EXPLAIN QUERY PLAN ${sql}`)
      const steps = plan.all(...[id, '[]'].slice(0, sql.split('?').length - 1)) as { detail: string }[]
      const details = steps.map(({ detail }) => detail)
      expect(details).toContainEqual(
        expect.stringMatching(/SEARCH item USING (PRIMARY KEY|INDEX review_items_by_image)/),
      )
      expect(details).toContainEqual(expect.stringMatching(/SEARCH event USING INDEX label_events_by_image/))
      expect(details.filter((detail) => /SCAN (?!review$|answered|json_each)/.test(detail))).toEqual([])
    }
  })
})

describe('the error rate', () => {
  it('is of what was looked at, with its interval, and of nothing before', () => {
    const it = setUp()
    const { id } = it.begin('sample', 50)
    expect(it.reviews.errorRate(id)).toEqual({ looked: 0, wrong: 0, of: 152, interval: null })
    const { ids } = it.items(id)
    for (const image of ids.slice(0, 8)) it.labels.set([image], it.labelOf(image))
    for (const image of ids.slice(8, 10)) it.labels.set([image], ((it.labelOf(image)! + 1) % 10) + 1)
    it.reviews.skip(id, ids.slice(10, 12), true)
    const { looked, wrong, of, interval } = it.reviews.errorRate(id)
    expect({ looked, wrong, of }).toEqual({ looked: 10, wrong: 2, of: 152 })
    expect(interval).toEqual(wilson({ images: 10, accuracy: 0.2 }))
    expect(interval![0]).toBeCloseTo(0.0567, 3)
    expect(interval![1]).toBeCloseTo(0.5098, 3)
  })

  it('can be told of a random sample alone', () => {
    const it = setUp()
    const { id } = it.begin('doubtful', 10)
    expect(() => it.reviews.errorRate(id)).toThrow(expect.objectContaining({ code: 'wrong-usage' }))
  })
})
