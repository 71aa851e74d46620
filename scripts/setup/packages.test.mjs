import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { installedCount } from './packages.mjs'
import { nodePackage, outsideNpm } from './places.mjs'

let root
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'haberdash-packages-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

const ours = `node_modules/${nodePackage()}`
const lock = {
  '': { name: 'haberdash' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/foreign': { version: '1.0.0', integrity: 'sha512-f', optional: true },
  [ours]: { version: '24.0.0', integrity: 'sha512-n', optional: true },
}

/** A clone with this lock file in which npm has installed these packages. */
function clone(wanted, { '': _, 'node_modules/foreign': __, ...installed }) {
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: wanted }))
  writeFileSync(join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages: installed }))
  for (const path of Object.keys(installed)) {
    mkdirSync(join(root, path), { recursive: true })
    writeFileSync(join(root, path, 'package.json'), '{}')
  }
}

describe.runIf(nodePackage())('installedCount', () => {
  it('counts what is installed, without packages for other platforms', () => {
    clone(lock, lock)
    expect(installedCount(root)).toBe(2)
  })

  it.each([
    [
      'nothing is installed',
      () => writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: lock })),
    ],
    ['a version differs', () => clone({ ...lock, 'node_modules/a': { version: '2.0.0' } }, lock)],
    ['a package is new', () => clone({ ...lock, 'node_modules/b': { version: '1.0.0' } }, lock)],
    ['a package was dropped', () => clone(lock, { ...lock, 'node_modules/b': { version: '1.0.0' } })],
    ['the pinned Node is missing', () => clone(lock, { 'node_modules/a': lock['node_modules/a'] })],
    [
      'a folder has vanished',
      () => (clone(lock, lock), rmSync(join(root, 'node_modules', 'a'), { recursive: true })),
    ],
  ])('is 0 when %s', (_, make) => {
    make()
    expect(installedCount(root)).toBe(0)
  })
})

describe('outsideNpm', () => {
  it("takes away npm's words about the running script and keeps the person's settings", () => {
    const env = {
      HOME: '/home/ada',
      INIT_CWD: '/x',
      npm_lifecycle_event: 'start',
      npm_package_name: 'haberdash',
      npm_config_node_gyp: '/npm/node-gyp.js',
      npm_config_proxy: 'http://proxy:3128',
      PATH: ['/x/node_modules/.bin', '/usr/bin'].join(process.platform === 'win32' ? ';' : ':'),
    }
    expect(outsideNpm(env)).toEqual({
      HOME: '/home/ada',
      npm_config_proxy: 'http://proxy:3128',
      PATH: '/usr/bin',
    })
  })
})
