import { expect, it } from 'vitest'
import type { ImageId, ModelId } from '../../../shared/domain.ts'
import type { ImageIndex } from '../browse/image-index.ts'
import type { Manifest } from '../models/manifest.ts'
import type { Predictions } from '../models/predictions.ts'
import { describeAll } from './describe-all.ts'

const [V1, V2] = ['v1', 'v2'].map((id) => ({ id: id as ModelId }) as Manifest) as [Manifest, Manifest]

/** 1,200 images that no version has seen, of which 7 never can be: its file is gone. */
function world() {
  const left = new Set(Array.from({ length: 1200 }, (_, i) => (i + 1) as ImageId))
  const state = { active: V1, asked: [] as number[] }
  const images = { unseen: () => [...left] } as Partial<ImageIndex> as ImageIndex
  const predictions = {
    model: () => state.active,
    classifyEach: (_: Manifest, ids: ImageId[]) => {
      state.asked.push(ids.length)
      for (const id of ids) if (id !== 7) left.delete(id)
      return Promise.resolve()
    },
  } as Partial<Predictions> as Predictions
  return { state, left, parts: { images, predictions } }
}

const { signal } = new AbortController()

it('has all images classified, and asks but once about one that can not be', async () => {
  const { state, left, parts } = world()
  const told: number[] = []
  await describeAll(parts, V1, signal, (share) => told.push(share))
  expect([...left]).toEqual([7])
  expect(state.asked).toEqual([500, 500, 200])
  expect(told).toEqual([0, 1 - 700 / 1200, 1 - 200 / 1200, 1])
})

it('ends where another version becomes active', async () => {
  const { state, parts } = world()
  const done = describeAll(parts, V1, signal, () => (state.active = V2))
  await expect(done).rejects.toMatchObject({ code: 'model-unknown' })
  expect(state.asked).toEqual([500])
})
