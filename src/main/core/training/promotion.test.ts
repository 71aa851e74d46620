import { describe, expect, it } from 'vitest'
import { isNoWorse } from './promotion.ts'

const at = (accuracy: number, images = 100) => ({ images, accuracy })

describe('isNoWorse', () => {
  it.each([
    ['better on both', { test: at(0.9), holdout: at(0.5) }, { test: at(0.91), holdout: at(0.6) }, true],
    ['equal on both', { test: at(0.9), holdout: at(0.5) }, { test: at(0.9), holdout: at(0.5) }, true],
    ['worse on the test', { test: at(0.9), holdout: at(0.5) }, { test: at(0.89), holdout: at(0.9) }, false],
    [
      'worse on the holdout',
      { test: at(0.9), holdout: at(0.5) },
      { test: at(0.95), holdout: at(0.4) },
      false,
    ],
    ['no holdout yet', { test: at(0.9), holdout: null }, { test: at(0.9), holdout: null }, true],
    ['a score lost', { test: at(0.9), holdout: at(0.5) }, { test: at(0.9), holdout: null }, false],
  ])('%s', (_, before, after, expected) => {
    expect(isNoWorse(before, after)).toBe(expected)
  })
})
