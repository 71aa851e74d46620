import { existsSync } from 'node:fs'
import process from 'node:process'
import { run, tail } from './child.mjs'
import { inRoot, nodePackage, outsideNpm, readJson } from './places.mjs'
import { SetupError } from './report.mjs'

/** Step: the npm packages of package-lock.json, exactly. */
export async function packages({ doing }) {
  const count = installedCount()
  if (count) return `${count} in place, as package-lock.json says`
  doing('npm ci')
  // npm started us (`npm start`): the same npm goes on, on the Node it runs on itself, for npm ci removes ours.
  const byNpm = process.env.npm_execpath?.endsWith('npm-cli.js')
  const [command, ...before] = byNpm
    ? [process.env.npm_node_execpath ?? process.execPath, process.env.npm_execpath]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm']
  // Whatever NODE_ENV says: the build needs the development packages, and Node itself is an optional one.
  const args = ['ci', '--include=dev', '--include=optional', '--no-progress']
  const npm = await run(command, [...before, ...args], { cwd: inRoot(), env: outsideNpm() })
  if (npm.missing) throw new SetupError('npm is missing; install Node.js 20.19 or newer together with npm.')
  if (!npm.ok) {
    throw new SetupError(
      'npm ci failed; see its words above, put that right and run this again.',
      tail(npm.output),
    )
  }
  return `${installedCount()} installed by npm ci`
}

/**
 * How many packages node_modules holds, or 0 if they aren't those of package-lock.json. Compared with npm's own record
 * of what it installed, so a person's `npm install` is not undone; and each must still be there.
 *
 * @param {string} [root]
 * @returns {number}
 */
export function installedCount(root = inRoot()) {
  let wanted, installed
  try {
    wanted = readJson(`${root}/package-lock.json`).packages
    installed = readJson(`${root}/node_modules/.package-lock.json`).packages
  } catch {
    return 0
  }
  const needed = ([path, { optional }]) => path && (!optional || path === `node_modules/${nodePackage()}`)
  const same = (path) =>
    installed[path]?.version === wanted[path]?.version &&
    installed[path]?.integrity === wanted[path]?.integrity
  const paths = [
    ...Object.entries(wanted)
      .filter(needed)
      .map(([path]) => path),
    ...Object.keys(installed),
  ]
  const complete = paths.every((path) => same(path) && existsSync(`${root}/${path}/package.json`))
  return complete ? Object.keys(installed).length : 0
}
