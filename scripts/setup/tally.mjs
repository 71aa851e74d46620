import { readJson } from './places.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/** @param {boolean} ok @returns {Tally} a step that is one test: lint, the type check */
export const single = (ok) => ({ passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 })

/** @param {any} report vitest's JSON @returns {Tally} */
const vitest = ({ numPassedTests, numFailedTests, numPendingTests, numTodoTests = 0 }) => ({
  passed: numPassedTests,
  failed: numFailedTests,
  skipped: numPendingTests + numTodoTests,
})

/** @param {any} report Playwright's JSON @returns {Tally} a flaky test is one that passed at last */
const playwright = ({ stats }) => ({
  passed: stats.expected + stats.flaky,
  failed: stats.unexpected,
  skipped: stats.skipped,
})

/**
 * What a run of tests comes to. A runner that failed without a failed test (a file that doesn't load, no report at all)
 * counts as one failure, so that the sum never says less than the exit code.
 *
 * @param {'vitest' | 'playwright'} runner
 * @param {string} reportPath
 * @param {boolean} ok whether it exited with 0
 * @returns {Tally}
 */
export function tallyOf(runner, reportPath, ok) {
  let tally
  try {
    tally = { vitest, playwright }[runner](readJson(reportPath))
  } catch {
    return single(ok)
  }
  return ok || tally.failed ? tally : { ...tally, failed: 1 }
}

/** @param {Tally[]} tallies @returns {Tally} */
export const sum = (tallies) =>
  tallies.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  )
