import { expect, test } from 'vitest'
import { Latest } from './latest.ts'
import { held } from './testing/fake-api.ts'

test('does the first wish and, of those that came meanwhile, the last', async () => {
  const done: number[] = []
  const first = held<void>()
  const latest = new Latest(async (wish: number) => {
    if (wish === 1) await first.promise
    done.push(wish)
  })
  const all = latest.ask(1)
  void latest.ask(2)
  void latest.ask(3)
  first.resolve()
  await all
  expect(done).toEqual([1, 3])
})

test('works again after it has rested', async () => {
  const done: number[] = []
  const latest = new Latest(async (wish: number) => void done.push(wish))
  await latest.ask(1)
  await latest.ask(2)
  expect(done).toEqual([1, 2])
})
