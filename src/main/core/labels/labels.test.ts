import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClassId, ImageId } from '../../../shared/domain.ts'
import { openLibrary, type Library } from '../library/library.ts'
import { imageIds, temporaryFolder, temporaryLibrary, tinyDataset } from '../testing/fixtures.ts'
import { createLabels, labelImported } from './labels.ts'

const classId = (n: number) => n as ClassId

const current = (library: Library, id: ImageId) =>
  library.db.read
    .prepare('SELECT label_class AS label, label_actor AS actor FROM images WHERE id = ?')
    .get(id)

const all = (library: Library) =>
  library.db.read.prepare('SELECT id, label_class, label_actor FROM images ORDER BY id').all()

describe('labels', () => {
  it('are set on many images as one action, and one undo takes it back', () => {
    const library = temporaryLibrary()
    const labels = createLabels(library.db)
    const before = all(library)
    const ids = imageIds(library).slice(0, 30)
    const action = labels.set(ids, classId(7))
    expect(action.ids).toEqual(ids)
    expect(ids.every((id) => (current(library, id) as { label: number }).label === 7)).toBe(true)
    expect(labels.undo()).toMatchObject({ kind: 'undo', ids, canUndo: false, canRedo: true })
    expect(all(library)).toEqual(before)
  })

  it('are confirmed as the person’s when set to what they were', () => {
    const library = temporaryLibrary()
    const [id] = imageIds(library) as [ImageId]
    const { label } = current(library, id) as { label: ClassId }
    createLabels(library.db).set([id], label)
    expect(current(library, id)).toEqual({ label, actor: 'person' })
  })

  it('can be cleared', () => {
    const library = temporaryLibrary()
    const [id] = imageIds(library) as [ImageId]
    createLabels(library.db).set([id], null)
    expect(current(library, id)).toEqual({ label: null, actor: null })
  })

  it('are all refused when one image or the class is unknown', () => {
    const library = temporaryLibrary()
    const labels = createLabels(library.db)
    const before = all(library)
    const ids = imageIds(library).slice(0, 3)
    expect(() => labels.set([...ids, 999_999 as ImageId], classId(1))).toThrow(
      expect.objectContaining({ code: 'image-unknown' }),
    )
    expect(() => labels.set(ids, classId(77))).toThrow(expect.objectContaining({ code: 'class-unknown' }))
    expect(all(library)).toEqual(before)
    expect(labels.canUndo()).toBe(false)
  })

  it('follow any sequence of set, undo and redo as a list of snapshots would', () => {
    const commands = fc.array(
      fc.oneof(
        fc.record({
          ids: fc.uniqueArray(fc.nat(9), { minLength: 1 }),
          to: fc.option(fc.integer({ min: 1, max: 10 })),
        }),
        fc.constant('undo' as const),
        fc.constant('redo' as const),
      ),
      { maxLength: 15 },
    )
    fc.assert(
      fc.property(commands, (steps) => {
        const library = openLibrary(temporaryFolder(), () => tinyDataset(10, 1))
        const ids = imageIds(library)
        const snapshots = [all(library)]
        let at = 0
        for (const step of steps) {
          // Opened anew each time: undo and redo reach back over restarts.
          const labels = createLabels(library.db)
          expect(labels.canUndo()).toBe(at > 0)
          expect(labels.canRedo()).toBe(at < snapshots.length - 1)
          if (step === 'undo') {
            if (at > 0) expect(labels.undo()).toMatchObject({ kind: 'undo', canUndo: --at > 0 })
            else expect(() => labels.undo()).toThrow(expect.objectContaining({ code: 'nothing-to-undo' }))
          } else if (step === 'redo') {
            if (at < snapshots.length - 1)
              expect(labels.redo()).toMatchObject({ kind: 'redo', canRedo: ++at < snapshots.length - 1 })
            else expect(() => labels.redo()).toThrow(expect.objectContaining({ code: 'nothing-to-redo' }))
          } else {
            labels.set(
              step.ids.map((i) => ids[i]!),
              step.to === null ? null : classId(step.to),
            )
            snapshots.splice(++at, Infinity, all(library))
          }
          expect(all(library)).toEqual(snapshots[at])
        }
        library.close()
      }),
      { numRuns: 25 },
    )
  })

  it('come back as an import gave them, also after undo and redo', () => {
    const library = temporaryLibrary()
    const labels = createLabels(library.db)
    const [id] = imageIds(library) as [ImageId]
    labels.set([id], null)
    labels.set([id], classId(1))
    labels.undo()
    library.db.write.transaction(() => labelImported(library.db.write, id, classId(4)))()
    labels.redo()
    labels.undo()
    expect(current(library, id)).toEqual({ label: 4, actor: 'import' })
  })

  it('are undone by name only while nothing came after', () => {
    const library = temporaryLibrary()
    const labels = createLabels(library.db)
    const [first, second] = imageIds(library) as [ImageId, ImageId]
    const mine = labels.set([first], classId(1))
    labels.set([second], classId(2))
    expect(() => labels.undo(mine.actionId)).toThrow(expect.objectContaining({ code: 'label-conflict' }))
    expect(current(library, second)).toEqual({ label: 2, actor: 'person' })
    labels.undo()
    expect(labels.undo(mine.actionId)).toMatchObject({ ids: [first] })
  })

  it('stay in a log that can not be rewritten', () => {
    const library = temporaryLibrary()
    const labels = createLabels(library.db)
    labels.set(imageIds(library).slice(0, 2), classId(4))
    labels.undo()
    const events = library.db.read.prepare('SELECT count(*) FROM label_events').pluck().get()
    expect(events).toBe(4)
    expect(() => library.db.write.exec('DELETE FROM label_events')).toThrow(/append-only/)
    expect(() => library.db.write.exec('UPDATE label_events SET to_class = 1')).toThrow(/append-only/)
  })
})
