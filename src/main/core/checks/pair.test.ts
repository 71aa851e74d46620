import { expect, it } from 'vitest'
import type { ClassId, ImageId } from '../../../shared/domain.ts'
import { createLabels } from '../labels/labels.ts'
import { temporaryLibrary } from '../testing/fixtures.ts'
import { pairOf } from './pair.ts'
import { checkResult } from './result.ts'

const [SHIRT, COAT, DRESS] = [7, 5, 4] as ClassId[]

/** A library whose checks found that 30 and 10 are likelier coats than shirts, and 20 a dress. */
function checked() {
  const { db } = temporaryLibrary()
  const labels = createLabels(db)
  labels.set([10, 20, 30] as ImageId[], SHIRT!)
  db.write.exec(`INSERT INTO checks (model_id, at, last_event, last_image, summary)
    SELECT 'v1', '', coalesce(max(id), 0), 150,
      '{"seconds":1,"images":150,"judged":150,"classes":[]}' FROM label_events`)
  const insert = db.write.prepare(
    `INSERT INTO findings (kind, image_id, rank, score, label_class, suggested) VALUES ('label-issue', ?, ?, 0, ?, ?)`,
  )
  const suggestions = [
    [30, COAT],
    [20, DRESS],
    [10, COAT],
  ]
  suggestions.forEach(([id, suggested], rank) => insert.run(id, rank, SHIRT, suggested))
  return { db, labels, set: (id: number, label: ClassId) => labels.set([id as ImageId], label) }
}

const coats = { label: SHIRT!, suggested: COAT! }

it('gives the images of a pair, the worst first, that nobody has answered', () => {
  const { db, labels, set } = checked()
  expect([...pairOf(db.read, coats)]).toEqual([30, 10])
  expect([...pairOf(db.read, { label: SHIRT!, suggested: DRESS! })]).toEqual([20])
  expect([...pairOf(db.read, { label: COAT!, suggested: SHIRT! })]).toEqual([])
  set(30, COAT!)
  expect([...pairOf(db.read, coats)]).toEqual([10])
  labels.undo()
  expect([...pairOf(db.read, coats)]).toEqual([30, 10])
})

it('counts as changed since what has another label now, not what kept its own or was undone', () => {
  const { db, labels, set } = checked()
  const changed = () => checkResult(db.read, null)!.changedSince
  const before = db.read.prepare('SELECT label_class FROM images WHERE id = 10').pluck().get() as ClassId
  set(10, before)
  expect(changed()).toBe(0)
  set(20, before === COAT ? DRESS! : COAT!)
  set(30, before === COAT ? DRESS! : COAT!)
  expect(changed()).toBe(2)
  labels.undo()
  expect(changed()).toBe(1)
})
