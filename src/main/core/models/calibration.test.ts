import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Random } from '../../../shared/random.ts'
import {
  atTemperature,
  expectedCalibrationError,
  fitTemperature,
  chooseThreshold,
  fitThreshold,
} from './calibration.ts'
import { argMax } from './evaluation.ts'

const softmax = (logits: number[]) => {
  const exponentials = logits.map(Math.exp)
  const sum = exponentials.reduce((total, value) => total + value, 0)
  return exponentials.map((value) => value / sum)
}

describe('expectedCalibrationError', () => {
  it('agrees with a case worked out by hand', () => {
    // Two in the bin (0.867, 0.933], one right: |0.9 - 0.5| x 2. Two in (0.533, 0.6], both right: |0.55 - 1| x 2.
    const probabilities = Float32Array.of(0.9, 0.1, 0.9, 0.1, 0.55, 0.45, 0.45, 0.55)
    expect(expectedCalibrationError(probabilities, Uint8Array.of(0, 1, 0, 1), 2)).toBeCloseTo(
      (0.8 + 0.9) / 4,
      6,
    )
  })

  it('is 0 for a model that is sure and right, 1 for one that is sure and wrong', () => {
    expect(expectedCalibrationError(Float32Array.of(1, 0), Uint8Array.of(0), 2)).toBe(0)
    expect(expectedCalibrationError(Float32Array.of(1, 0), Uint8Array.of(1), 2)).toBe(1)
  })
})

describe('atTemperature', () => {
  const logits = fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: 2, maxLength: 10 })

  it('is the softmax of the logits over the temperature, and keeps the order', () => {
    fc.assert(
      fc.property(logits, fc.double({ min: 0.2, max: 5, noNaN: true }), (row, temperature) => {
        const given = Float32Array.from(softmax(row))
        const scaled = atTemperature(given, row.length, temperature)
        const expected = softmax(row.map((logit) => logit / temperature))
        expected.forEach((probability, i) => expect(scaled[i]).toBeCloseTo(probability, 4))
        expect(given[argMax(scaled)]).toBeCloseTo(given[argMax(given)]!, 6)
      }),
    )
  })
})

describe('fitTemperature', () => {
  it('finds how overconfident a model is', () => {
    // Truth is drawn from the softmax of the logits; the model says the softmax of three times the logits.
    const random = new Random(1, 'calibration')
    const [count, classes] = [4000, 5]
    const said = new Float32Array(count * classes)
    const truth = Uint8Array.from({ length: count }, (_, i) => {
      const logits = Array.from({ length: classes }, () => random.between(-2, 2))
      said.set(softmax(logits.map((logit) => logit * 3)), i * classes)
      let left = random.next()
      return softmax(logits).findIndex((probability) => (left -= probability) <= 0)
    })
    const temperature = fitTemperature(said, truth, classes)
    expect(temperature).toBeGreaterThan(2.7)
    expect(temperature).toBeLessThan(3.3)
    const before = expectedCalibrationError(said, truth, classes)
    const after = expectedCalibrationError(atTemperature(said, classes, temperature), truth, classes)
    expect(before).toBeGreaterThan(0.15)
    expect(after).toBeLessThan(0.04)
  })
})

describe('fitThreshold', () => {
  /** Rows of two classes: the first is said with this confidence. */
  const said = (confidences: number[]) => Float32Array.from(confidences.flatMap((c) => [c, 1 - c]))

  it('is the lowest confidence at which nine answers in ten are right', () => {
    // Ten sure ones, of which one is wrong; then one that is right, and two that are wrong.
    const confidences = [0.99, 0.98, 0.97, 0.96, 0.95, 0.94, 0.93, 0.92, 0.91, 0.9, 0.8, 0.7, 0.6]
    const truth = Uint8Array.from([0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1])
    expect(fitThreshold(said(confidences), truth, 2)).toBeCloseTo(0.8, 6)
  })

  it('is 0 where all may be answered, and null where nothing may', () => {
    expect(fitThreshold(said([0.9, 0.6]), Uint8Array.of(0, 0), 2)).toBe(0)
    expect(fitThreshold(said([0.9, 0.6]), Uint8Array.of(1, 1), 2)).toBeNull()
  })

  it('answers nine in ten right, and no more could be answered', () => {
    const answer = fc.tuple(fc.integer({ min: 51, max: 99 }), fc.boolean())
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 40 }), (answers) => {
        const rows = said(answers.map(([percent]) => percent / 100))
        const truth = Uint8Array.from(answers, ([, right]) => (right ? 0 : 1))
        const rightAbove = (least: number) => {
          const answered = answers.filter((_, i) => rows[i * 2]! >= least)
          const enough = answered.length >= Math.min(10, answers.length)
          return enough && answered.filter(([, right]) => right).length >= 0.9 * answered.length
        }
        const threshold = fitThreshold(rows, truth, 2)
        const lower = [...rows].filter((c, i) => i % 2 === 0 && c < (threshold ?? 1.1))
        if (threshold !== null) expect(rightAbove(threshold)).toBe(true)
        for (const least of lower) expect(rightAbove(least)).toBe(false)
      }),
    )
  })
})

describe('chooseThreshold', () => {
  const said = (confidences: number[]) => Float32Array.from(confidences.flatMap((c) => [c, 1 - c]))

  it('is the fitted one where images say that it can be had', () => {
    expect(chooseThreshold(said([0.95, 0.6]), Uint8Array.of(0, 0), 2)).toBe(0)
  })

  it('trusts the model itself where few images say it can not, by a little', () => {
    // The mean of the first three is 0.9, of all four less.
    const rows = said([0.99, 0.91, 0.81, 0.6])
    expect(fitThreshold(rows, Uint8Array.of(0, 0, 1, 1), 2)).toBeNull()
    expect(chooseThreshold(rows, Uint8Array.of(0, 0, 1, 1), 2)).toBeCloseTo(0.81, 6)
    expect(chooseThreshold(said([0.8, 0.7]), Uint8Array.of(1, 1), 2)).toBeNull()
  })

  it('is none where what is answered is wrong by far, or many images say so', () => {
    expect(chooseThreshold(said(new Array<number>(16).fill(0.95)), new Uint8Array(16).fill(1), 2)).toBeNull()
    const eight = Uint8Array.from({ length: 200 }, (_, i) => (i % 5 === 0 ? 1 : 0))
    expect(chooseThreshold(said(new Array<number>(200).fill(0.95)), eight, 2)).toBeNull()
  })
})
