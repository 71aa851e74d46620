import { expect, it, vi } from 'vitest'
import { BINS, type PixelEvent } from '../../../../shared/contract/data.ts'
import type { LibraryEvent } from '../../../../shared/contract/library.ts'
import { fakeApi, held, settled, type FakeApi } from '../../lib/testing/fake-api.ts'
import { classId, image } from '../../lib/testing/samples.ts'
import { Changes, TIMES } from './changes.svelte.ts'
import { Data } from './data.svelte.ts'

type DataApi = NonNullable<FakeApi['data']>

async function* events(...all: PixelEvent[]) {
  for (const event of all) yield await Promise.resolve(event)
}

const numbers = (label: number, images: number) => ({
  ...{ label: classId(label), images, mean: 10, deviation: 5 },
  bins: [Array.from({ length: BINS }, () => 0)],
})
const done = (): PixelEvent => ({ type: 'done', unreadable: 1, labels: [numbers(1, 6), numbers(2, 3)] })

function made(change: DataApi = {}) {
  const asked: Record<string, unknown[]> = { draw: [], pixels: [], sizes: [] }
  const api = fakeApi({
    data: {
      counts: async () => [
        { label: classId(1), split: 'train', source: 'dataset', images: 6 },
        { label: classId(2), split: 'train', source: 'photo', images: 3 },
        { label: classId(1), split: 'test', source: 'dataset', images: 2 },
      ],
      draw: async (input) => {
        asked.draw!.push(input)
        return [{ label: classId(1), images: 6, ids: [image(4)] }]
      },
      sizes: async (input) => {
        asked.sizes!.push(input)
        return { formats: ['jpeg'], photos: new Blob([Uint32Array.of(9, 30, 40, 0)]) }
      },
      pixels: async (input) => {
        asked.pixels!.push(input)
        return events({ type: 'progress', done: 5, images: 9 }, done())
      },
      means: async () => new Blob([Uint8Array.of(1, 1, 2, 2, 3, 3, 4, 4)]),
      ...change,
    },
  })
  const data = new Data({ api, classes: () => 2, onError: () => {}, random: () => 0.5 })
  return { data, asked }
}

it('asks again after a reconnection, while it is on screen', async () => {
  let lost = true
  const recipes = async () => (lost ? Promise.reject(new Error('The connection is lost.')) : [])
  const counts = vi.fn(async () => (lost ? Promise.reject(new Error('The connection is lost.')) : []))
  const { data } = made({ counts, recipes })
  data.reload()
  expect(counts).not.toHaveBeenCalled()
  data.open()
  void data.changes.open(image(4))
  await settled()
  expect([data.problem === null, data.changes.problem === null]).toEqual([false, false])
  lost = false
  data.reload()
  await settled()
  expect([data.problem, data.changes.problem, data.changes.id]).toEqual([null, null, 4])
  data.close()
})

it('shows the training images first, and what they look like together', async () => {
  const { data, asked } = made()
  await data.load()
  expect(data.images).toBe(9)
  expect([...data.splits].sort()).toEqual(['test', 'train'])
  expect(asked.pixels).toEqual([{ splits: ['train'] }])
  expect([...data.sizes!.photos]).toEqual([9, 30, 40, 0])
  const { value } = data.pixels
  expect(value!.unreadable).toBe(1)
  expect([...value!.mean(classId(2))!, ...value!.deviation(classId(2))!]).toEqual([3, 3, 4, 4])
  expect(value!.mean(classId(3))).toBeUndefined()
  expect(data.pixels.running).toBe(false)
})

it('shows nothing of another split than the one chosen', async () => {
  const { data, asked } = made()
  await data.load()
  data.choose('all')
  expect([data.drawn, data.sizes, data.pixels.value]).toEqual([null, null, null])
  expect(data.images).toBe(11)
  await settled()
  await settled()
  for (const calls of [asked.draw, asked.sizes, asked.pixels])
    expect(calls!.at(-1)).toMatchObject({ splits: [] })
})

it('draws with another seed when asked to, and keeps it after that', async () => {
  const { data, asked } = made()
  await data.load()
  data.drawAgain()
  await data.load()
  const seeds = (asked.draw as { seed: number }[]).map(({ seed }) => seed)
  expect(seeds).toEqual([1, 2 ** 31, 2 ** 31])
})

it('draws fewer of each where there are very many classes', async () => {
  const { data, asked } = made()
  await data.load()
  expect(asked.draw).toMatchObject([{ most: 40 }])
  const many = fakeApi({
    data: {
      async draw({ most }: { most: number }) {
        asked.most = [most]
        return []
      },
    },
  })
  const crowded = new Data({ api: many, classes: () => 200, onError: () => {} })
  await crowded.load()
  expect(asked.most).toEqual([5])
})

it('says how far it is, and can be stopped and begun again', async () => {
  const rest = held<void>()
  const { data } = made({
    async pixels() {
      return (async function* (): AsyncGenerator<PixelEvent> {
        yield { type: 'progress', done: 5, images: 9 }
        await rest.promise
        yield done()
      })()
    },
  })
  void data.load()
  await settled()
  await settled()
  expect(data.pixels.progress).toMatchObject({ done: 5, images: 9 })
  data.pixels.cancel()
  rest.resolve()
  await settled()
  expect([data.pixels.running, data.pixels.value]).toEqual([false, null])
  await data.pixels.again()
  expect(data.pixels.value).not.toBeNull()
})

it('follows labels and new images while it is on screen, at a pace', async () => {
  vi.useFakeTimers()
  const { data, asked } = made()
  const labelled: LibraryEvent = { type: 'labels-changed', ids: [image(4)], event: 2, window: null }
  data.on(labelled)
  expect(asked.pixels).toHaveLength(0)
  await vi.advanceTimersByTimeAsync(5000)
  data.open()
  for (let i = 0; i < 10; i++) data.on(labelled)
  await vi.advanceTimersByTimeAsync(5000)
  // At its opening, at the first label and once for all others.
  expect(asked.pixels).toHaveLength(3)
  data.close()
  data.on(labelled)
  await vi.advanceTimersByTimeAsync(5000)
  expect(asked.pixels).toHaveLength(3)
  vi.useRealTimers()
})

it('says what went wrong', async () => {
  const { data } = made({
    counts: () => Promise.reject(new Error('The disk is gone.')),
    pixels: () => Promise.reject(new Error('It is gone.')),
  })
  await data.load()
  expect(data.problem).toContain('The disk is gone.')
  expect(data.pixels.problem).toContain('It is gone.')
})

it('shows what the first recipe makes of an image, then what was chosen, the newest alone', async () => {
  const asked: { recipe: string; seed: number; id: number }[] = []
  const augmentation = { flip: true, shift: 0, zoom: 0, rotate: 0, erase: 0 }
  const api = fakeApi({
    data: {
      recipes: async () => ['compact', 'wide'].map((name) => ({ name, augmentation })),
      changed: async (input: { id: number; recipe: string; seed: number; times: number }) => {
        asked.push(input)
        expect(input.times).toBe(TIMES)
        return new Blob([Uint8Array.of(input.id)])
      },
    },
  })
  const changes = new Changes(api, () => 0.5)
  await changes.open(null)
  expect([changes.shown, asked.length]).toEqual([null, 0])
  await changes.open(image(4))
  await changes.open(image(5))
  expect(changes.id).toBe(4)
  await Promise.all([changes.choose('wide'), changes.again()])
  await changes.showOther([image(4), image(8)])
  expect(asked.map(({ recipe, seed, id }) => [recipe, seed, id])).toEqual([
    ['compact', 1, 4],
    ['compact', 1, 4],
    ['wide', 1, 4],
    ['wide', 2 ** 31, 4],
    ['wide', 2 ** 31, 8],
  ])
  expect([...changes.shown!.pictures]).toEqual([8])
})
