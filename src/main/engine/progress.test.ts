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
