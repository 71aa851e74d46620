import envPaths from 'env-paths'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cacheDir } from './cache-dir.mjs'

describe('cacheDir', () => {
  it('is where env-paths, which the app uses, would put it', () => {
    const { HABERDASH_CACHE: _, ...env } = process.env
    expect(cacheDir({ env })).toBe(envPaths('haberdash', { suffix: '' }).cache)
  })

  it.each([
    ['linux', {}, join('/home/ada', '.cache', 'haberdash')],
    ['linux', { XDG_CACHE_HOME: '/scratch' }, join('/scratch', 'haberdash')],
    ['darwin', {}, join('/home/ada', 'Library', 'Caches', 'haberdash')],
    ['win32', { LOCALAPPDATA: 'C:/Local' }, join('C:/Local', 'haberdash', 'Cache')],
    ['win32', {}, join('/home/ada', 'AppData', 'Local', 'haberdash', 'Cache')],
  ])('on %s with %o is %s', (platform, env, folder) => {
    expect(cacheDir({ platform, env, home: '/home/ada' })).toBe(folder)
  })

  it('can be set, and is a folder of the person otherwise', () => {
    expect(cacheDir({ env: { HABERDASH_CACHE: '/elsewhere' } })).toBe(resolve('/elsewhere'))
    expect(cacheDir({ env: {} }).startsWith(homedir())).toBe(true)
  })
})
