import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { ClassId } from '../../../shared/domain.ts'
import { createLabels } from '../labels/labels.ts'
import { imageIds, temporaryLibrary } from '../testing/fixtures.ts'
import { checkpointBeside } from './checkpoints.ts'

it('the log is written back once nothing is written any more, and nothing is lost by ending in the middle', async () => {
  const library = temporaryLibrary()
  library.db.write.pragma('wal_checkpoint(TRUNCATE)')
  const beside = checkpointBeside(library)
  onTestFinished(() => beside.stop())
  const file = join(library.folder, 'haberdash.db')
  const before = readFileSync(file)
  const labels = createLabels(library.db)
  labels.set(imageIds(library), 4 as ClassId)
  expect(readFileSync(file).equals(before)).toBe(true)
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(0)
  await vi.waitFor(() => expect(readFileSync(file).equals(before)).toBe(false), { timeout: 30_000 })
  labels.set(imageIds(library), 5 as ClassId)
  await beside.stop()
  const now = library.db.read.prepare('SELECT DISTINCT label_class FROM images').pluck().all()
  expect(now).toEqual([5])
})
