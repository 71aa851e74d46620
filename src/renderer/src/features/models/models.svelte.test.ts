// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { ModelVersion } from '../../../../shared/contract/models.ts'
import { fakeApi, held } from '../../lib/testing/fake-api.ts'
import { modelId, version } from '../../lib/testing/samples.ts'
import { Models } from './models.svelte.ts'

test('activating one shows the list as it is then', async () => {
  const answer = held<ModelVersion>()
  const list = vi.fn(async () => [version('v2', { active: true }), version('v1')])
  const models = new Models(fakeApi({ models: { list, activate: () => answer.promise } }))
  const done = models.activate(modelId('v2'))
  expect(models.activating).toBe('v2')
  answer.resolve(version('v2', { active: true }))
  await done
  expect(models.activating).toBeNull()
  expect(models.list?.[0]?.active).toBe(true)
})

test('a failure leaves the list and says why', async () => {
  const activate = () => Promise.reject(new Error('Its folder is gone.'))
  const models = new Models(
    fakeApi({ models: { list: async () => [version('v1', { active: true })], activate } }),
  )
  await models.load()
  await models.activate(modelId('v0'))
  expect([models.problem, models.list?.length, models.activating]).toEqual(['Its folder is gone.', 1, null])
})
