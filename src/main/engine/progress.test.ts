import { expect, it } from 'vitest'
import { ProgressMeter } from './progress.ts'

it('knows the means of the epoch and the time left, and tells them ten times a second', () => {
  let now = 0
  const meter = new ProgressMeter(2, 10, () => now)
  expect(meter.at('preparing')).toEqual({
    ...{ stage: 'preparing', epoch: 0, epochs: 2, batch: 0, batches: 10 },
    ...{ loss: null, accuracy: null, secondsLeft: null },
  })
  meter.startEpoch(1)
  const told = []
  for (let batch = 0; batch < 10; batch++) {
    now += 50
    meter.add(4, 8, 1)
    told.push(meter.due())
  }
  expect(told.filter(Boolean)).toHaveLength(5)
  expect(told[0]).toMatchObject({ batch: 1, loss: 2, accuracy: 0.25, secondsLeft: null })
  // Seven batches of 20 are timed, at 50 ms each; nine have been told of, and eleven are to come.
  expect(told[8]).toMatchObject({ stage: 'training', epoch: 1, batch: 9, secondsLeft: 0.55 })
  meter.startEpoch(2)
  meter.add(4, 4, 4)
  expect(meter.means()).toEqual({ loss: 1, accuracy: 1 })
})

it('counts no time while it waits: neither for the pace nor for the time left', async () => {
  let now = 0
  const meter = new ProgressMeter(1, 6, () => now)
  const batch = () => {
    now += 50
    meter.add(10, 1, 1)
  }
  meter.startEpoch(1)
  for (let i = 0; i < 4; i++) batch()
  const before = meter.at('training').secondsLeft
  await meter.uncounted(async () => void (now += 60_000))
  expect(meter.at('training').secondsLeft).toBe(before)
  batch()
  expect(meter.pace()).toEqual({ imagesPerSecond: 200, seconds: 0.25 })
})
