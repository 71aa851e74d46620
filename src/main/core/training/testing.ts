import { createRouterClient } from '@orpc/server'
import { onTestFinished } from 'vitest'
import type { Api } from '../../../shared/contract/index.ts'
import type { Run } from '../../../shared/contract/training.ts'
import type { ClassId, RunId } from '../../../shared/domain.ts'
import { forkEngine } from '../../fork-engine.ts'
import { places } from '../../places.ts'
import { openCore, type Core } from '../core.ts'
import { createRouter } from '../router.ts'
import { imageIds, temporaryFolder, tinyDataset } from '../testing/fixtures.ts'

export type App = { core: Core; api: Api }

/** The real thing: the shipped model, the engine in its own process, a small dataset. Closed after the test. */
export async function openDataset(folder = temporaryFolder(), train = 400, test = 200): Promise<App> {
  const core = await openCore({
    folder,
    resources: places.resources,
    cache: places.cache,
    dataset: tinyDataset(train, test),
    startEngine: forkEngine,
    background: false,
  })
  onTestFinished(() => core.close())
  return { core, api: createRouterClient(createRouter(core)) }
}

/** Labels some training images against the dataset's opinion, as a person does. */
export async function correctSome({ core, api }: App, count = 20): Promise<void> {
  const ids = imageIds(core.library, "split = 'train'").slice(0, count)
  await api.labels.set({ ids, classId: 5 as ClassId })
}

/** Follows a run; `until` may end it early. */
export async function follow(api: Api, id: RunId, until?: (run: Run) => boolean): Promise<Run> {
  let last: Run | undefined
  for await (const run of await api.training.watch({ id })) {
    last = run
    if (until?.(run)) break
  }
  return last!
}

/** Whether a run has done its first batch. */
export const isTraining = (run: Run) => run.progress?.stage === 'training' && run.progress.batch > 0
