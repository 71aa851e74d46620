import { createRouterClient } from '@orpc/server'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { ClassId, ModelId } from '../../../shared/domain.ts'
import { forkEngine } from '../../fork-engine.ts'
import { places } from '../../places.ts'
import { openCore } from '../core.ts'
import { createRouter } from '../router.ts'
import { imageIds, temporaryFolder, tinyDataset } from '../testing/fixtures.ts'

const model = 'first-2' as ModelId

it('asks a version what it was not asked, keeps it when it is cancelled, and agrees with its evaluation', async () => {
  const core = await openCore({
    folder: join(temporaryFolder(), 'wardrobe'),
    ...{ resources: places.resources, cache: places.cache, dataset: tinyDataset(20, 700) },
    ...{ startEngine: forkEngine, background: false },
  })
  onTestFinished(() => core.close())
  const api = createRouterClient(createRouter(core))
  expect(await api.results.of({})).toMatchObject({ split: 'test', images: 0, unasked: 700, accuracy: null })

  const abort = new AbortController()
  for await (const { done } of await api.results.ask({ model, split: 'test' }, { signal: abort.signal }))
    if (done === 500) abort.abort()
  expect(await api.results.of({ model })).toMatchObject({ images: 500, unasked: 200 })

  const progress: number[] = []
  for await (const { done, total } of await api.results.ask({ model, split: 'test' }))
    progress.push(done, total)
  expect(progress).toEqual([0, 200, 200, 200])
  const results = await api.results.of({ model })
  const evaluation = await api.models.evaluate({ id: model })
  expect(results.images).toBe(700)
  expect(results).toMatchObject({ confusion: evaluation.confusion, accuracy: evaluation.accuracy })
  expect(results.calibrationError).toBeCloseTo(evaluation.calibrationError, 5)
  expect(results.loss).toBeCloseTo(evaluation.loss, 5)

  // What a person corrects moves these numbers, and not the official ones.
  const [label, answer] = [1, 2].map((id) => id as ClassId) as [ClassId, ClassId]
  const [id] = imageIds(core.library, "split = 'test' AND given_class = 1")
  await api.labels.set({ ids: [id!], classId: answer })
  const now = await api.results.of({ model })
  expect(now.relabelled).toBe(1)
  expect(now.perClass[1]!.images).toBe(results.perClass[1]!.images + 1)
  expect((await api.models.evaluate({ id: model })).confusion).toEqual(evaluation.confusion)
  const cell = await api.results.images({ model, split: 'test', label, predicted: answer })
  expect(cell.size / 4).toBe(now.confusion[0]![1])
})
