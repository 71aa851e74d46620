import { expect, it } from 'vitest'
import { learningRate, phaseAt } from './schedule.ts'

it('is constant where asked', () => {
  for (const step of [0, 50, 99])
    expect(learningRate({ learningRate: 0.1, schedule: 'constant' }, step, 100)).toBe(0.1)
})

it('rises to the peak, then falls along a cosine to nearly nothing', () => {
  const rates = Array.from({ length: 200 }, (_, step) =>
    learningRate({ learningRate: 0.1, schedule: 'cosine' }, step, 200),
  )
  expect(rates[0]).toBeCloseTo(0.01, 10)
  expect(Math.max(...rates)).toBeCloseTo(0.1, 10)
  expect(rates.indexOf(Math.max(...rates))).toBeLessThanOrEqual(10)
  expect(rates[105]).toBeCloseTo(0.05, 10)
  expect(rates.at(-1)).toBeLessThan(0.0001)
  for (let step = 11; step < 200; step++) expect(rates[step]!).toBeLessThan(rates[step - 1]!)
})

it('has a positive rate even for a single step', () => {
  expect(learningRate({ learningRate: 0.1, schedule: 'cosine' }, 0, 1)).toBeGreaterThan(0)
})

it('gives the head its epochs first, and the rest of the steps the whole schedule', () => {
  const options = { epochs: 5, learningRate: 0.1, schedule: 'cosine' as const }
  const phases = Array.from({ length: 50 }, (_, step) =>
    phaseAt({ ...options, head: { epochs: 2, learningRate: 0.3 } }, step, 10),
  )
  expect(phases.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => ({ rate: 0.3, headOnly: true })))
  phases.slice(20).forEach(({ rate, headOnly }, step) => {
    expect(headOnly).toBe(false)
    expect(rate).toBe(learningRate(options, step, 30))
  })
})
