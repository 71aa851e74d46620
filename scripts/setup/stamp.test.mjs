import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isRecent, openStamp } from './stamp.mjs'

let temp, path
beforeEach(() => {
  temp = mkdtempSync(join(tmpdir(), 'haberdash-stamp-'))
  path = join(temp, '.setup-stamp.json')
})
afterEach(() => rmSync(temp, { recursive: true, force: true }))

describe('the stamp', () => {
  it('keeps a note for the next run', () => {
    openStamp(path).set('tfjs', { seen: 'x' })
    openStamp(path).set('node', '24')
    expect(openStamp(path).get('tfjs')).toEqual({ seen: 'x' })
    expect(openStamp(path).get('node')).toBe('24')
    expect(openStamp(path).get('build')).toBeUndefined()
    expect(readdirSync(temp)).toEqual(['.setup-stamp.json'])
  })

  it.each(['', '{"tfjs":', 'null', '7'])('that reads %j knows nothing and can be written anew', (text) => {
    writeFileSync(path, text)
    const stamp = openStamp(path)
    expect(stamp.get('tfjs')).toBeUndefined()
    stamp.set('tfjs', 1)
    expect(openStamp(path).get('tfjs')).toBe(1)
  })
})

describe('isRecent', () => {
  it('lasts a day', () => {
    const hours = (n) => Date.now() - n * 3_600_000
    expect([isRecent(undefined), isRecent(hours(23)), isRecent(hours(25))]).toEqual([false, true, false])
  })
})
