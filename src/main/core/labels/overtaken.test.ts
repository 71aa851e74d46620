import { describe, expect, it } from 'vitest'
import type { ClassId, ImageId } from '../../../shared/domain.ts'
import { imageIds, temporaryLibrary } from '../testing/fixtures.ts'
import { createLabels, labelImported } from './labels.ts'
import { OVERTAKEN } from './overtaken.ts'

const [COAT, BAG] = [5, 9] as [ClassId, ClassId]
const conflict = expect.objectContaining({ code: 'label-conflict' })

function setUp() {
  const library = temporaryLibrary()
  return {
    library,
    labels: createLabels(library.db),
    ids: imageIds(library).slice(0, 4) as [ImageId, ...ImageId[]],
  }
}

describe('a label that was set elsewhere in between', () => {
  it('is kept: nothing of the action is done, and it says which they are', () => {
    const { library, labels, ids } = setUp()
    const seen = labels.latestEvent()
    labels.set([ids[0]], COAT)
    expect(() => labels.set(ids, BAG, { seen })).toThrow(conflict)
    const now = library.db.read.prepare('SELECT label_class FROM images WHERE id = ?').pluck()
    expect(ids.map((id) => now.get(id))).toEqual([COAT, 2, 3, 4])
    expect(labels.overtaken(ids, seen)).toMatchObject([{ id: ids[0], from: 1, to: COAT }])
  })

  it('is no conflict for who has seen it, nor for other images', () => {
    const { labels, ids } = setUp()
    const seen = labels.latestEvent()
    const { event } = labels.set([ids[0]], COAT)
    labels.set(ids.slice(1), BAG, { seen })
    labels.set([ids[0]], BAG, { seen: event })
    expect(() => labels.set(ids, COAT, { seen: event })).toThrow(conflict)
  })

  it('is one as well where it was an undo, but not where it came with an import', () => {
    const { library, labels, ids } = setUp()
    labels.set(ids, COAT)
    const seen = labels.latestEvent()
    labels.undo()
    expect(() => labels.set(ids, BAG, { seen })).toThrow(conflict)
    const { lastInsertRowid } = library.db.write
      .prepare("INSERT INTO images (source, split) VALUES ('photo', 'train')")
      .run()
    const photo = Number(lastInsertRowid) as ImageId
    const before = labels.latestEvent()
    labelImported(library.db.write, photo, COAT)
    labels.set([photo], BAG, { seen: before })
  })

  it('is told once an image, the newest first, and at most a hundred of them', () => {
    const { library, labels } = setUp()
    const all = imageIds(library)
    labels.set(all, COAT)
    labels.set([all[7]!], BAG)
    const told = labels.overtaken(all, 0)
    expect(told).toHaveLength(100)
    expect(told[0]).toMatchObject({ id: all[7], from: COAT, to: BAG })
  })

  it('is looked for among the newest events alone', () => {
    const { library } = setUp()
    const plan = library.db.read.prepare(`EXPLAIN QUERY PLAN ${OVERTAKEN}`).all(5, '[1]', 9) as {
      detail: string
    }[]
    expect(plan[0]?.detail).toBe('SEARCH event USING INTEGER PRIMARY KEY (rowid>?)')
  })
})
