import { expect, it } from 'vitest'
import { HeldFeatures } from './held-features.ts'

const bytes = new Uint8Array(Float16Array.of(1, 2, 3, 4).buffer)
const stopped = expect.objectContaining({ code: 'engine-stopped' })

it('puts pieces together, each matrix by its own name, and holds none that was let go of', () => {
  const held = new HeldFeatures()
  held.put('a', 8, 0, bytes.subarray(0, 4))
  held.put('b', 2, 0, bytes.subarray(0, 2))
  held.put('a', 8, 4, bytes.subarray(4))
  expect([...held.get('a')]).toEqual([1, 2, 3, 4])
  expect([...held.get('b')]).toEqual([1])
  held.forget('a')
  expect(() => held.get('a')).toThrow(stopped)
})

it('takes no piece whose beginning another process had', () => {
  const anew = new HeldFeatures()
  expect(() => anew.put('a', 8, 4, bytes.subarray(4))).toThrow(stopped)
  expect(() => anew.get('a')).toThrow(stopped)
})
