// @vitest-environment jsdom
import { unzipSync } from 'fflate'
import { expect, test, vi } from 'vitest'
import type { ModelVersion } from '../../../../shared/contract/models.ts'
import type { ModelId } from '../../../../shared/domain.ts'
import { fakeApi, held } from '../../lib/testing/fake-api.ts'
import { modelId, version } from '../../lib/testing/samples.ts'
import { Models } from './models.svelte.ts'

test('activating one shows the list as it is then', async () => {
  const answer = held<ModelVersion>()
  const list = vi.fn(async () => [version('v2', { active: true }), version('v1')])
  const models = new Models(fakeApi({ models: { list, activate: () => answer.promise } }))
  const done = models.activate(modelId('v2'))
  expect(models.doing).toEqual({ id: 'v2', what: 'activating' })
  answer.resolve(version('v2', { active: true }))
  await done
  expect(models.doing).toBeNull()
  expect(models.list?.[0]?.active).toBe(true)
})

test('a failure leaves the list and says why, also after the list was read again', async () => {
  const activate = () => Promise.reject(new Error('Its folder is gone.'))
  const models = new Models(
    fakeApi({ models: { list: async () => [version('v1', { active: true })], activate } }),
  )
  await models.load()
  await models.activate(modelId('v0'))
  await models.load()
  expect([models.problem, models.list?.length, models.doing]).toEqual(['Its folder is gone.', 1, null])
})

test('a kept note is shown at once; one that could not be kept says why', async () => {
  const annotate = vi.fn(async ({ id, note }: { id: ModelId; note: string }) => version(id, { note }))
  const models = new Models(fakeApi({ models: { list: async () => [version('v1')], annotate } }))
  await models.load()
  expect(await models.annotate(modelId('v1'), 'good')).toBeNull()
  expect(models.list?.[0]?.note).toBe('good')
  annotate.mockRejectedValueOnce(new Error('The disk is full.'))
  expect(await models.annotate(modelId('v1'), 'better')).toBe('The disk is full.')
  expect(models.list?.[0]?.note).toBe('good')
})

test('an export is one zip file of the files that the version has', async () => {
  const files = [
    { name: 'model.json', content: new Blob(['{}']) },
    { name: 'weights.bin', content: new Blob([Uint8Array.of(1, 2, 3)]) },
  ]
  const save = vi.fn<(name: string, content: Blob) => void>()
  const models = new Models(fakeApi({ models: { export: async () => ({ files }) } }), save)
  await models.export(modelId('v2'), 'savedmodel')
  const [name, content] = save.mock.calls[0]!
  expect(name).toBe('v2-savedmodel.zip')
  const unzipped = unzipSync(new Uint8Array(await content.arrayBuffer()))
  expect(Object.keys(unzipped)).toEqual(['model.json', 'weights.bin'])
  expect([...unzipped['weights.bin']!]).toEqual([1, 2, 3])
  expect(models.said).toContain('v2-savedmodel.zip')
})

test('a deleted version is gone from the list, and from the pair that is compared', async () => {
  let all = [version('v2'), version('v1', { active: true })]
  const remove = async ({ id }: { id: ModelId }) => {
    all = all.filter((each) => each.id !== id)
    return { removed: id }
  }
  const models = new Models(fakeApi({ models: { list: async () => all, remove } }))
  await models.load()
  models.comparing.toggle(modelId('v2'))
  await models.remove(modelId('v2'))
  expect(models.list?.map(({ id }) => id)).toEqual(['v1'])
  expect(models.comparing.pair).toEqual([])
  expect(models.said).toBe('v2 is deleted.')
})

test('a heading sorts, the best first, and pressed again the reverse; unscored ones stay last', async () => {
  const scored = (id: string, accuracy: number | null) =>
    version(id, { scores: { test: accuracy === null ? null : { images: 100, accuracy }, holdout: null } })
  const list = async () => [scored('v3', 0.8), scored('v2', null), scored('v1', 0.9)]
  const models = new Models(fakeApi({ models: { list } }))
  await models.load()
  const ids = () => models.inOrder.map(({ id }) => id)
  models.orderBy('test')
  expect(ids()).toEqual(['v1', 'v3', 'v2'])
  models.orderBy('test')
  expect(ids()).toEqual(['v3', 'v1', 'v2'])
  models.orderBy('made')
  expect([models.order, ids()]).toEqual([{ by: 'made', descending: true }, ['v3', 'v2', 'v1']])
})
