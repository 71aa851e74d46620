import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { ImageId } from '../../../shared/domain.ts'
import { gathered } from '../events.ts'
import { Queue, type Trouble } from './queue.ts'

const ids = (...numbers: number[]) => numbers as ImageId[]
const settled = () => new Promise(setImmediate)
const onTrouble = () => {}

/** A queue of batches of ten, one at a time, whose work fails where `fails` says so; and a clock that stands still. */
function failing(fails: (batch: ImageId[]) => boolean, done: ImageId[]) {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const troubles: (Trouble | null)[] = []
  const work = vi.fn(async (batch: ImageId[]) => {
    if (fails(batch)) throw new Error('no engine')
    done.push(...batch)
  })
  const queue = new Queue(work, { batch: 10, lanes: 1, onTrouble: (trouble) => troubles.push(trouble) })
  onTestFinished(() => queue.close())
  return { queue, work, troubles }
}

describe('Queue', () => {
  it('works on batches, so many at once and no more, until nothing waits', async () => {
    const begun: ImageId[][] = []
    let finish: (() => void)[] = []
    const queue = new Queue(
      (batch) => {
        begun.push(batch)
        return new Promise((resolve) => finish.push(resolve))
      },
      { batch: 2, lanes: 2, onTrouble },
    )
    queue.add(ids(1, 2, 3, 4, 5))
    queue.add(ids(6))
    await settled()
    expect(begun).toEqual([ids(1, 2), ids(3, 4)])
    finish.forEach((done) => done())
    finish = []
    await settled()
    expect(begun.slice(2)).toEqual([ids(5, 6)])
  })

  it('leaves one bad image, after all others had their turn, and says so', async () => {
    const bad = 7 as ImageId
    const done: ImageId[] = []
    const { queue, troubles } = failing((batch) => batch.includes(bad), done)
    queue.add(ids(...Array.from({ length: 40 }, (_, i) => i + 1)))
    await vi.advanceTimersByTimeAsync(60_000)
    expect(done.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 40 }, (_, i) => i + 1).filter((n) => n !== bad),
    )
    expect(troubles.at(-1)).toEqual({ images: 1, error: new Error('no engine') })
    // What comes later is done, and the one that was left is told still.
    queue.add(ids(41))
    await vi.advanceTimersByTimeAsync(0)
    expect(done).toContain(41)
    expect(troubles.at(-1)).toMatchObject({ images: 1 })
  })

  it('tries ever more seldom while everything fails, and goes on with all as soon as something succeeds', async () => {
    let broken = true
    const done: ImageId[] = []
    const { queue, work, troubles } = failing(() => broken, done)
    queue.add(ids(...Array.from({ length: 100 }, (_, i) => i + 1)))
    const calls: number[] = []
    for (const seconds of [0, 1, 2, 4]) {
      await vi.advanceTimersByTimeAsync(seconds * 1000)
      calls.push(work.mock.calls.length)
    }
    expect(calls).toEqual([1, 2, 3, 4])
    expect(troubles.at(-1)).toMatchObject({ images: 100 })
    queue.add(ids(101))
    await vi.advanceTimersByTimeAsync(0)
    expect(work).toHaveBeenCalledTimes(4)
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(work.mock.calls.length).toBeLessThan(70)
    broken = false
    queue.again()
    await vi.advanceTimersByTimeAsync(0)
    expect(new Set(done).size).toBe(101)
    expect(troubles.at(-1)).toBeNull()
  })

  it('forgets what went wrong when something else is to be done', async () => {
    let broken = true
    const done: ImageId[] = []
    const { queue, troubles } = failing(() => broken, done)
    queue.add(ids(1, 2))
    await vi.advanceTimersByTimeAsync(0)
    broken = false
    queue.replace(ids(3))
    await vi.advanceTimersByTimeAsync(0)
    expect(done).toEqual([3])
    expect(troubles.at(-1)).toBeNull()
  })

  it('begins nothing once it is closed', async () => {
    const work = vi.fn(() => settled() as Promise<void>)
    const queue = new Queue(work, { batch: 1, lanes: 1, onTrouble })
    queue.add(ids(1, 2))
    queue.close()
    queue.add(ids(3))
    await settled()
    await settled()
    expect(work).toHaveBeenCalledTimes(1)
  })
})

describe('gathered', () => {
  it('tells of all ids, in few events, and of none after its end', () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const publish = vi.fn()
    const together = gathered(publish, 400)
    for (let id = 1; id <= 100; id++) {
      together.add(ids(id))
      vi.advanceTimersByTime(10)
    }
    expect(publish).toHaveBeenCalledTimes(2)
    vi.advanceTimersByTime(400)
    expect(publish.mock.calls.flat(2)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1))
    together.add(ids(101))
    together.stop()
    vi.advanceTimersByTime(1000)
    expect(publish).toHaveBeenCalledTimes(3)
  })
})
