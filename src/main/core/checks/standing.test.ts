import { expect, it } from 'vitest'
import type { Finding } from '../../../shared/contract/browse.ts'
import type { ClassId, ImageId } from '../../../shared/domain.ts'
import { createImageIndex } from '../browse/image-index.ts'
import { spec } from '../browse/testing.ts'
import { createLabels } from '../labels/labels.ts'
import { temporaryLibrary } from '../testing/fixtures.ts'
import { standing } from './standing.ts'

/** A library in which label issues were found of the images 30, 10 and 20, and two that are blurred. */
function checked() {
  const library = temporaryLibrary()
  const { write, read } = library.db
  const labels = createLabels(library.db)
  labels.set([30 as ImageId], 2 as ClassId)
  write.exec(`INSERT INTO checks (model_id, at, last_event, last_image, summary)
    SELECT 'v1', '', max(id), 150, '{}' FROM label_events`)
  const insert = write.prepare(
    `INSERT INTO findings (kind, image_id, rank, score, label_class)
     SELECT @kind, id, @rank, 0, CASE @kind WHEN 'label-issue' THEN label_class END FROM images WHERE id = @id`,
  )
  const found: [Finding, number[]][] = [
    ['label-issue', [30, 10, 20]],
    ['blurred', [10, 5]],
  ]
  for (const [kind, ids] of found) ids.forEach((id, rank) => insert.run({ kind, id, rank }))
  const index = createImageIndex(library)
  const view = (...findings: Finding[]) => [...index.view(spec('by-finding', { findings }), null)]
  const set = (ids: number[], label: number) =>
    index.changed(labels.set(ids as ImageId[], label as ClassId).ids)
  const undo = () => index.changed(labels.undo().ids)
  const redo = () => index.changed(labels.redo().ids)
  return { read, view, set, undo, redo }
}

it('is shown by a filter, the worst first', () => {
  const { view } = checked()
  expect(view('label-issue')).toEqual([30, 10, 20])
  expect(view('blurred')).toEqual([10, 5])
  expect(view('blurred', 'label-issue')).toEqual([10, 5, 30, 20])
  expect(view('dark')).toEqual([])
})

it('a label issue is none any more once a person has answered it, and is one again when that is undone', () => {
  const { read, view, set, undo } = checked()
  set([10], 7)
  // Its own label, kept.
  set([30], 2)
  expect(view('label-issue')).toEqual([20])
  expect(standing(read, ['label-issue'])).toEqual([20])
  undo()
  expect(view('label-issue')).toEqual([30, 20])
  undo()
  expect(view('label-issue')).toEqual([30, 10, 20])
})

it('a label issue is none while the label that was judged is undone, and is one again when that is redone', () => {
  const { view, undo, redo } = checked()
  // What image 30 was labelled with before the checks.
  undo()
  expect(view('label-issue')).toEqual([10, 20])
  redo()
  expect(view('label-issue')).toEqual([30, 10, 20])
})

it('of a picture nothing is answered by a label', () => {
  const { view, set } = checked()
  set([5], 3)
  expect(view('blurred')).toEqual([10, 5])
})
