import { expect, it } from 'vitest'
import { MARK, type MapProgress, type MapState } from '../../../../shared/contract/map.ts'
import type { LibraryInfo } from '../../../../shared/contract/library.ts'
import type { ImageId, ModelId } from '../../../../shared/domain.ts'
import { toOrpcError } from '../../../../shared/error-mapping.ts'
import { HaberdashError } from '../../../../shared/errors.ts'
import { fakeApi, held, settled } from '../../lib/testing/fake-api.ts'
import { ImageMap } from './map.svelte.ts'

const V1 = 'v1' as ModelId
const V2 = 'v2' as ModelId
const NOTHING: MapState = { model: null, described: 0, umap: null, making: false }
const umap = (model: ModelId, more: Partial<NonNullable<MapState['umap']>> = {}) => ({
  ...{ model, madeAt: '2026-01-01T00:00:00Z', images: 4, waiting: 0, placing: false },
  ...more,
})
const HALF: MapProgress = { stage: 'arranging', fraction: 0.5, secondsLeft: 30 }

/** A library of four images, and what its core says. */
function made(first: Partial<MapState> = {}) {
  const core = {
    state: { model: V1, described: 4, umap: null, making: false, ...first } as MapState,
    end: held<void>(),
    asked: [] as string[],
    /** Label of each image by its id. */
    labels: [1, 1, 1, 1, 1],
  }
  const placed = (model: ModelId) => ({
    model,
    ids: new Blob([Uint32Array.of(1, 2, 3, 4)]),
    points: new Blob([Float32Array.of(0, 0, 1, 1, 2, 2, 3, 3)]),
  })
  const api = fakeApi({
    map: {
      state: async () => core.state,
      pca: async () => (core.asked.push('pca'), placed(core.state.model!)),
      umap: async () => (core.asked.push('umap'), core.state.umap && placed(core.state.umap.model)),
      async marks({ ids }: { ids: Blob }) {
        const asked = new Uint32Array(await ids.arrayBuffer())
        core.asked.push(`marks ${asked.join(' ')}`)
        const bytes = new Uint8Array(9 * asked.length)
        new Uint16Array(bytes.buffer, 4 * asked.length, asked.length).set(
          [...asked].map((id) => core.labels[id]!),
        )
        bytes.fill(MARK.present, 8 * asked.length)
        return new Blob([bytes])
      },
      make: async () => {
        core.asked.push('make')
        return (async function* () {
          yield HALF
          await core.end.promise
        })()
      },
      cancel: async () => core.end.reject(toOrpcError(new HaberdashError('map-cancelled', 'Cancelled.'))),
    },
  })
  const info = { images: 4, classes: [], notGarment: { id: 9, name: 'Not a garment', images: 0 } }
  const problems: unknown[] = []
  const map = new ImageMap({
    api,
    info: () => info as unknown as LibraryInfo,
    onError: (error) => problems.push(error),
  })
  return { core, map, problems }
}

it('shows principal components at once, and the map by UMAP once that is made', async () => {
  const { core, map } = made()
  await map.open()
  await settled()
  expect(map.shown?.cloud).toMatchObject({ method: 'pca', model: V1 })
  expect(map.progress).toEqual(HALF)
  core.state = { ...core.state, umap: umap(V1) }
  core.end.resolve()
  await settled()
  await settled()
  expect(map.shown?.cloud.method).toBe('umap')
  expect(map.before?.method).toBe('pca')
  expect(map.progress).toBeNull()
  expect(core.asked).toEqual(['pca', 'marks 1 2 3 4', 'make', 'umap', 'marks 1 2 3 4'])
  await map.show('pca')
  expect(map.method).toBe('pca')
  // What a person chose to see stays.
  map.on({ type: 'map-changed' })
  await settled()
  expect(map.method).toBe('pca')
})

it('makes none again that was cancelled, until it is asked to', async () => {
  const { core, map, problems } = made()
  await map.open()
  await settled()
  await map.cancel()
  await settled()
  expect(map.progress).toBeNull()
  expect(map.problem).toBeNull()
  map.on({ type: 'map-changed' })
  await settled()
  expect(core.asked.filter((each) => each === 'make')).toHaveLength(1)
  core.end = held()
  void map.make()
  await settled()
  expect(map.progress).toEqual(HALF)
  expect(problems).toEqual([])
})

it('says what went wrong, and keeps what it shows', async () => {
  const { core, map } = made()
  await map.open()
  await settled()
  core.end.reject(toOrpcError(new HaberdashError('unexpected', 'It ended.', { todo: 'Try again.' })))
  await settled()
  expect(map.problem).toBe('It ended. Try again.')
  expect(map.shown?.cloud.method).toBe('pca')
})

it('makes none by itself while images are still being looked at, nor where there is one of another version', async () => {
  const { core, map } = made({ described: 3 })
  await map.open()
  expect(core.asked).toEqual(['pca', 'marks 1 2 3 4'])
  const other = made({ model: V2, umap: umap(V1) })
  await other.map.open()
  expect(other.map.shown?.cloud).toMatchObject({ method: 'umap', model: V1 })
  expect(other.core.asked).not.toContain('make')
})

it('follows a map that another window has begun', async () => {
  const { core, map } = made({ umap: umap(V1), making: true })
  await map.open()
  await settled()
  expect(map.progress).toEqual(HALF)
  core.state = { ...core.state, making: false, umap: umap(V1, { madeAt: '2026-01-02T00:00:00Z' }) }
  core.end.resolve()
  await settled()
  await settled()
  expect(core.asked.filter((each) => each === 'umap')).toHaveLength(2)
})

it('colours anew what was labelled, asking for nothing else', async () => {
  const { core, map } = made({ umap: umap(V1) })
  await map.open()
  core.asked.length = 0
  core.labels[3] = 7
  map.on({ type: 'labels-changed', ids: [3, 99] as ImageId[], event: 1, window: null })
  await settled()
  await settled()
  expect(core.asked).toEqual(['marks 3'])
  expect(Array.from({ length: 4 }, (_, place) => map.shown!.marks.label(place))).toEqual([1, 1, 7, 1])
  // Not looked at: nothing is asked, and all of it when it is looked at again.
  map.leave()
  core.labels[1] = 5
  map.on({ type: 'labels-changed', ids: [1] as ImageId[], event: 2, window: null })
  await settled()
  expect(core.asked).toEqual(['marks 3'])
  await map.open()
  await settled()
  expect(map.shown!.marks.label(0)).toBe(5)
})

it('looks for no group any more once it was left, by that group’s own button for one', async () => {
  const { map } = made({ umap: umap(V1) })
  await map.open()
  map.view.highlight(map.view.grouping.groups[0]!)
  expect(map.view.highlighted).not.toBeNull()
  map.leave()
  expect(map.view.highlighted).toBeNull()
})

it('has nothing to show where no model is, nor before it has looked at any image', async () => {
  const { core, map, problems } = made(NOTHING)
  await map.open()
  expect(map.shown).toBeNull()
  expect(map.state).toEqual(NOTHING)
  core.state = { ...NOTHING, model: V1 }
  map.on({ type: 'models-changed' })
  await settled()
  expect(core.asked).toEqual([])
  expect(problems).toEqual([])
})
