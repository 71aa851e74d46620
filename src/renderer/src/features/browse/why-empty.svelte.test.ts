// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import { fakeApi, held, settled } from '../../lib/testing/fake-api.ts'
import { NO_FILTER } from './view.svelte.ts'
import { WhyEmpty, type Hindrance } from './why-empty.svelte.ts'

type Answer = { parts: Hindrance[]; unscored: number }

const filter = { ...NO_FILTER, splits: ['test' as const], text: 'x' }

test('says the part first without which most would fit', async () => {
  const parts = [
    { part: 'splits' as const, images: 0 },
    { part: 'text' as const, images: 20 },
  ]
  const without = async () => ({ parts, unscored: 3 })
  const why = new WhyEmpty(fakeApi({ browse: { without } }))
  await why.ask(filter)
  expect(why.hindrances?.map(({ part }) => part)).toEqual(['text', 'splits'])
  expect(why.unscored).toBe(3)
})

test('an earlier answer is not taken for that of the next filter', async () => {
  const [first, second] = [held<Answer>(), held<Answer>()]
  const without = vi.fn().mockReturnValueOnce(first.promise).mockReturnValueOnce(second.promise)
  const why = new WhyEmpty(fakeApi({ browse: { without } }))
  void why.ask(filter)
  const asked = why.ask({ ...NO_FILTER, splits: ['test'] })
  first.resolve({ parts: [{ part: 'text', images: 20 }], unscored: 0 })
  await settled()
  expect(why.hindrances).toBeNull()
  second.resolve({ parts: [{ part: 'splits', images: 7 }], unscored: 0 })
  await asked
  expect(why.hindrances).toEqual([{ part: 'splits', images: 7 }])
})

test('without an answer it has nothing to offer', async () => {
  const why = new WhyEmpty(fakeApi({ browse: { without: () => Promise.reject(new Error('down')) } }))
  await why.ask(filter)
  expect(why.hindrances).toEqual([])
})
