import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ByteCache } from './byte-cache.ts'

const cacheOf = (limit: number, dropped: string[] = []) =>
  new ByteCache<string, string>({
    limit,
    size: (value) => value.length,
    onDrop: (value) => dropped.push(value),
  })

test('what was not used for longest leaves first', () => {
  const dropped: string[] = []
  const cache = cacheOf(4, dropped)
  cache.set('a', 'aa')
  cache.set('b', 'bb')
  cache.use(new Set(['a']))
  cache.set('c', 'cc')
  expect([cache.has('a'), cache.has('b'), cache.has('c')]).toEqual([true, false, true])
  expect(dropped).toEqual(['bb'])
})

test('what is in use stays, however much it is', () => {
  const cache = cacheOf(3)
  cache.use(new Set(['a', 'b']))
  cache.set('a', 'aa')
  cache.set('b', 'bb')
  expect([cache.get('a'), cache.get('b'), cache.bytes]).toEqual(['aa', 'bb', 4])
  cache.use(new Set(['b']))
  expect([cache.get('a'), cache.bytes]).toEqual([undefined, 2])
})

test('another value takes the place of the first, which leaves', () => {
  const dropped: string[] = []
  const cache = cacheOf(10, dropped)
  cache.set('a', 'old')
  cache.set('a', 'newer')
  expect([cache.get('a'), cache.bytes, dropped]).toEqual(['newer', 5, ['old']])
})

test('bytes are those of what is kept, and within the limit but for what is in use', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'e')
  const step = fc.oneof(
    fc.record({ key, value: fc.string({ minLength: 1, maxLength: 6 }) }),
    fc.record({ use: fc.array(key, { maxLength: 3 }) }),
  )
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const cache = cacheOf(10)
      let used = new Set<string>()
      for (const each of steps) {
        if ('use' in each) cache.use((used = new Set(each.use)))
        else cache.set(each.key, each.value)
        const kept = ['a', 'b', 'c', 'd', 'e'].filter((name) => cache.has(name))
        const size = (names: string[]) => names.reduce((sum, name) => sum + cache.get(name)!.length, 0)
        expect(cache.bytes).toBe(size(kept))
        if (cache.bytes > 10) expect(kept.filter((name) => !used.has(name))).toEqual([])
      }
    }),
  )
})
