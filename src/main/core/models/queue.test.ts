import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { ImageId } from '../../../shared/domain.ts'
import { gathered } from '../events.ts'
import { Queue } from './queue.ts'

const ids = (...numbers: number[]) => numbers as ImageId[]
const settled = () => new Promise(setImmediate)

describe('Queue', () => {
  it('works on batches, so many at once and no more, until nothing waits', async () => {
    const begun: ImageId[][] = []
    let finish: (() => void)[] = []
    const queue = new Queue(
      (batch) => {
        begun.push(batch)
        return new Promise((resolve) => finish.push(resolve))
      },
      { batch: 2, lanes: 2 },
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

  it('tries again what failed, three times in all, and anew when something is asked for', async () => {
    const work = vi.fn(() => Promise.reject(new Error('no engine')))
    const queue = new Queue(work, { batch: 10, lanes: 1 })
    queue.add(ids(1, 2))
    await settled()
    expect(work).toHaveBeenCalledTimes(3)
    queue.add(ids(3))
    await settled()
    expect(work).toHaveBeenCalledTimes(6)
    expect(work).toHaveBeenLastCalledWith(ids(1, 2, 3))
  })

  it('begins nothing once it is closed', async () => {
    const work = vi.fn(() => settled() as Promise<void>)
    const queue = new Queue(work, { batch: 1, lanes: 1 })
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
