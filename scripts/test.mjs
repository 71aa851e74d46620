/**
 * Runs everything, also after a failure, and ends with one line that sums it up: "N passed, N failed, N skipped".
 *
 *   npm test -- [--only lint,check,unit,e2e]
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { inRoot, readJson, toolEnv } from './setup/places.mjs'
import { single, sum, tallyOf } from './setup/tally.mjs'

const reports = mkdtempSync(join(tmpdir(), 'haberdash-test-'))
process.on('exit', () => rmSync(reports, { recursive: true, force: true }))
const vitestReport = join(reports, 'unit.json')
const playwrightReport = join(reports, 'e2e.json')

/** Each step runs the package.json script of the same name, so the command is written once. */
const steps = [
  { name: 'lint', title: 'Lint', script: 'lint', tally: single },
  { name: 'check', title: 'Type check', script: 'check', tally: single },
  {
    name: 'unit',
    title: 'Unit tests',
    script: 'test:unit',
    args: `--reporter=default --reporter=json --outputFile.json="${vitestReport}"`,
    tally: (ok) => tallyOf('vitest', vitestReport, ok),
  },
  {
    name: 'e2e',
    title: 'End-to-end tests',
    script: 'test:e2e',
    args: '--reporter=line,json',
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: playwrightReport },
    tally: (ok) => tallyOf('playwright', playwrightReport, ok),
  },
]

/** @returns {Promise<boolean>} whether the script exited with 0 */
function runScript({ script, args = '', env = {} }) {
  const command = `${readJson(inRoot('package.json')).scripts[script]} ${args}`
  return new Promise((done) => {
    const child = spawn(command, {
      cwd: inRoot(),
      env: { ...toolEnv(), ...env },
      stdio: 'inherit',
      shell: true,
    })
    child.on('exit', (code) => done(code === 0))
    child.on('error', () => done(false))
  })
}

const { values } = parseArgs({ options: { only: { type: 'string' } } })
const only = values.only?.split(',')
const unknown = only?.filter((name) => !steps.some((step) => step.name === name))
if (unknown?.length) {
  console.error(`--only knows ${steps.map(({ name }) => name).join(', ')}; not ${unknown.join(', ')}.`)
  process.exit(2)
}

// A step cut short by Ctrl-C has had the signal itself; what is left is to stop.
process.on('SIGINT', () => process.exit(130))

const tallies = []
for (const step of steps.filter(({ name }) => !only || only.includes(name))) {
  console.log(`\n── ${step.title} ──`)
  const started = performance.now()
  const ok = await runScript(step)
  tallies.push(step.tally(ok))
  console.log(
    `${step.title}: ${ok ? 'passed' : 'FAILED'} in ${((performance.now() - started) / 1000).toFixed(1)} s`,
  )
}

const { passed, failed, skipped } = sum(tallies)
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`)
process.exitCode = failed ? 1 : 0
