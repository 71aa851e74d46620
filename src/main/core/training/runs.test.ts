import { expect, it } from 'vitest'
import { newRun } from '../../../shared/run.ts'
import { createEvents } from '../events.ts'
import { temporaryLibrary } from '../testing/fixtures.ts'
import { createRuns } from './runs.ts'

const STARTED = newRun({
  ...{ kind: 'train', recipe: 'compact', changes: {}, parent: null, seed: 1 },
  startedAt: '2026-01-01T00:00:00.000Z',
  trainedOn: { photos: 0, corrected: 0, replay: 100 },
})
const MADE = { recipe: {}, lastLabelEvent: 0 }

it('a run whose end the disk would not keep has ended all the same, and it is kept with the next run', () => {
  const library = temporaryLibrary()
  const runs = createRuns(library, createEvents())
  const { id } = runs.add(STARTED, MADE)
  expect(runs.running()).toMatchObject({ id })
  library.db.write.exec(
    "CREATE TEMP TRIGGER full BEFORE UPDATE ON main.runs BEGIN SELECT RAISE(ABORT, 'as on a full disk'); END",
  )
  runs.end(id, { state: 'failed' })
  expect(runs.get(id)).toMatchObject({ id, state: 'failed' })
  expect(runs.running()).toBeNull()
  expect(createRuns(library, createEvents()).get(id).state).toBe('running')

  library.db.write.exec('DROP TRIGGER full')
  const next = runs.add(STARTED, MADE)
  expect(runs.running()).toMatchObject({ id: next.id })
  expect(createRuns(library, createEvents()).get(id).state).toBe('failed')
})
