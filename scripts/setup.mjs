/**
 * Makes a clone ready: `npm start` and `npm test` run it first. Each step looks whether its work is done, does it if not,
 * and prints one line. Runs on the machine's own Node and with nothing installed, so it uses nothing but Node.
 *
 *   node scripts/setup.mjs [--for test] [--retry]
 *
 * --for test  also finds or installs a browser for the end-to-end tests
 * --retry     tries again what could not be downloaded before
 */
import process from 'node:process'
import { parseArgs } from 'node:util'
import { browser } from './setup/browser.mjs'
import { build } from './setup/build.mjs'
import { electron } from './setup/electron.mjs'
import { dataset } from './setup/fashion-mnist.mjs'
import { node } from './setup/node.mjs'
import { packages } from './setup/packages.mjs'
import { SetupError, step } from './setup/report.mjs'
import { sqlite } from './setup/sqlite.mjs'
import { openStamp } from './setup/stamp.mjs'
import { tfjs } from './setup/tfjs.mjs'

const { values: options } = parseArgs({ options: { for: { type: 'string' }, retry: { type: 'boolean' } } })

const steps = [
  { name: 'packages', work: packages, needed: true },
  { name: 'Node', work: node, needed: true },
  { name: 'better-sqlite3', work: sqlite, needed: true },
  { name: 'tfjs-node', work: tfjs, needed: true },
  { name: 'Electron', work: electron },
  { name: 'Fashion-MNIST', work: dataset },
  ...(options.for === 'test' ? [{ name: 'browser', work: browser }] : []),
  { name: 'build', work: build, needed: true },
]

const stamp = openStamp()
for (const { name, work, needed } of steps) {
  try {
    await step(name, (doing) => work({ doing, stamp, retry: options.retry }))
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    if (needed) process.exit(1)
  }
}
