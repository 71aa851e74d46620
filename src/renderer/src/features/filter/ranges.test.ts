import { expect, test } from 'vitest'
import { intervalOf, shownRange } from './ranges.ts'

test.each([
  [[0, 100], undefined],
  [[40, 100], { from: 0.4 }],
  [[0, 60], { to: 0.6 }],
  [[60, 40], { from: 0.4, to: 0.6 }],
  [[-5, 400], undefined],
  [[33.4, 50], { from: 0.33, to: 0.5 }],
  [[0, 0], { to: 0 }],
] as const)('shown as %o it means %o', (ends, interval) =>
  expect(intervalOf('confidence', ends)).toEqual(interval),
)

test('a loss is in nats, and open above the end of its scale', () => {
  expect(intervalOf('loss', [1.5, 10])).toEqual({ from: 1.5 })
  expect(shownRange('loss', { from: 0.30000000000000004 })).toEqual([0.3, 10])
  expect(shownRange('loss', { from: 40 })).toEqual([10, 10])
})

test('what is shown comes back as what was meant', () => {
  for (let percent = 0; percent <= 100; percent++)
    expect(shownRange('margin', intervalOf('margin', [percent, 100]))).toEqual([percent, 100])
})
