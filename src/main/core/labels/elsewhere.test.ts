import { createRouterClient } from '@orpc/server'
import { expect, it, onTestFinished } from 'vitest'
import type { LibraryEvent } from '../../../shared/contract/library.ts'
import type { ClassId } from '../../../shared/domain.ts'
import { openCore } from '../core.ts'
import { openLibrary } from '../library/library.ts'
import { createRouter } from '../router.ts'
import { imageIds, temporaryFolder, tinyDataset } from '../testing/fixtures.ts'
import { createLabels } from './labels.ts'

it('a window hears of what another process labelled before its own next label', async () => {
  const folder = temporaryFolder()
  const core = await openCore({
    ...{ folder, resources: temporaryFolder(), cache: temporaryFolder(), dataset: tinyDataset() },
    ...{ background: false, startEngine: () => expect.unreachable() },
  })
  onTestFinished(() => core.close())
  const other = openLibrary(folder, () => tinyDataset())
  onTestFinished(() => other.close())
  const told: LibraryEvent[] = []
  core.events.first((event) => void (event.type === 'labels-changed' && told.push(event)))
  const [mine, theirs] = imageIds(other)
  createLabels(other.db).set([theirs!], 9 as ClassId)
  const api = createRouterClient(createRouter(core))
  const { event } = await api.labels.set({ ids: [mine!], classId: 3 as ClassId, seen: 0, window: 'a' })
  expect(event).toBe(2)
  expect(told).toEqual([
    { type: 'labels-changed', ids: [theirs], event: 1, window: null },
    { type: 'labels-changed', ids: [mine], event: 2, window: 'a' },
  ])
})
