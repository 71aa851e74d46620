import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { single, sum, tallyOf } from './tally.mjs'

let temp, path
beforeEach(() => {
  temp = mkdtempSync(join(tmpdir(), 'haberdash-tally-'))
  path = join(temp, 'report.json')
})
afterEach(() => rmSync(temp, { recursive: true, force: true }))
const report = (content) => writeFileSync(path, JSON.stringify(content))

describe('the tally', () => {
  it('reads vitest and Playwright, and adds up', () => {
    report({ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1 })
    const unit = tallyOf('vitest', path, false)
    report({ stats: { expected: 3, flaky: 1, unexpected: 0, skipped: 4 } })
    const e2e = tallyOf('playwright', path, true)
    expect(sum([single(true), single(false), unit, e2e])).toEqual({ passed: 10, failed: 2, skipped: 7 })
  })

  it('counts a runner that failed without a failed test', () => {
    report({ numPassedTests: 5, numFailedTests: 0, numPendingTests: 0 })
    expect(tallyOf('vitest', path, false)).toEqual({ passed: 5, failed: 1, skipped: 0 })
    expect(tallyOf('playwright', join(temp, 'absent.json'), false)).toEqual({
      passed: 0,
      failed: 1,
      skipped: 0,
    })
  })
})
