import { expect, it } from 'vitest'
import { HeldFeatures } from './held-features.ts'

it('puts pieces together, each matrix by its own name, and holds none that was let go of', () => {
  const held = new HeldFeatures()
  const bytes = new Uint8Array(Float16Array.of(1, 2, 3, 4).buffer)
  held.put('a', 8, 4, bytes.subarray(4))
  held.put('b', 2, 0, bytes.subarray(0, 2))
  held.put('a', 8, 0, bytes.subarray(0, 4))
  expect([...held.get('a')]).toEqual([1, 2, 3, 4])
  expect([...held.get('b')]).toEqual([1])
  held.forget('a')
  // As in a process that was started anew meanwhile.
  expect(() => held.get('a')).toThrow(expect.objectContaining({ code: 'engine-stopped' }))
})
