import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { putInPlace } from './beside.mjs'
import { fingerprint, sha256, sha256OfFile, sha256OfFiles } from './hash.mjs'
import { isIntact, makeSealed } from './sealed.mjs'

let temp
beforeEach(() => (temp = mkdtempSync(join(tmpdir(), 'haberdash-setup-'))))
afterEach(() => rmSync(temp, { recursive: true, force: true }))

const fill = (folder) => {
  mkdirSync(join(folder, 'include'))
  writeFileSync(join(folder, 'include', 'c_api.h'), 'int x;')
  writeFileSync(join(folder, 'library.so'), 'machine code')
}

describe('a sealed folder', () => {
  it('is intact as it was made', async () => {
    await makeSealed(join(temp, 'cache', 'library'), fill)
    expect(await isIntact(join(temp, 'cache', 'library'))).toBe(true)
    expect(readdirSync(join(temp, 'cache'))).toEqual(['library'])
  })

  it.each([
    ['has another byte', (folder) => writeFileSync(join(folder, 'library.so'), 'machine c0de')],
    ['is cut short', (folder) => writeFileSync(join(folder, 'library.so'), 'machine')],
    ['has lost a file', (folder) => rmSync(join(folder, 'include', 'c_api.h'))],
    ['has lost its manifest', (folder) => rmSync(join(folder, 'manifest.json'))],
    ['has a manifest that is no JSON', (folder) => writeFileSync(join(folder, 'manifest.json'), '{')],
    ['is not there', (folder) => rmSync(folder, { recursive: true })],
  ])('is not intact when it %s', async (_, damage) => {
    const folder = join(temp, 'library')
    await makeSealed(folder, fill)
    damage(folder)
    expect(await isIntact(folder)).toBe(false)
    await makeSealed(folder, fill)
    expect(await isIntact(folder)).toBe(true)
  })
})

describe('putInPlace', () => {
  it('leaves what was there, and nothing beside it, when filling fails', async () => {
    const target = join(temp, 'kept')
    await putInPlace(target, (folder) => writeFileSync(join(folder, 'a'), 'old'))
    const half = putInPlace(target, (folder) => {
      writeFileSync(join(folder, 'a'), 'half')
      throw new Error('the disk is full')
    })
    await expect(half).rejects.toThrow('the disk is full')
    expect(readFileSync(join(target, 'a'), 'utf8')).toBe('old')
    expect(readdirSync(temp)).toEqual(['kept'])
  })

  it('removes what a dead run left half-finished, and spares what a living one is writing', async () => {
    const dead = join(temp, '.partial-4194305-library')
    const living = join(temp, `.partial-${process.ppid}-library`)
    mkdirSync(dead)
    mkdirSync(living)
    await putInPlace(join(temp, 'library'), fill)
    expect([existsSync(dead), existsSync(living)]).toEqual([false, true])
  })
})

describe('hashes', () => {
  it('are the same of data and of a file of it', async () => {
    writeFileSync(join(temp, 'abc'), 'abc')
    expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(await sha256OfFile(join(temp, 'abc'))).toBe(sha256('abc'))
  })

  it('of several files tell their names and contents', () => {
    const [a, b] = [join(temp, 'a'), join(temp, 'b')]
    writeFileSync(a, '1')
    writeFileSync(b, '1')
    const both = sha256OfFiles(temp, [a, b])
    expect(sha256OfFiles(temp, [a])).not.toBe(sha256OfFiles(temp, [b]))
    writeFileSync(b, '2')
    expect(sha256OfFiles(temp, [a, b])).not.toBe(both)
  })

  it('a fingerprint changes with a file and is null without it', () => {
    const file = join(temp, 'a')
    writeFileSync(file, '1')
    const before = fingerprint([file])
    expect(fingerprint([file])).toBe(before)
    appendFileSync(file, '2')
    expect(fingerprint([file])).not.toBe(before)
    expect(fingerprint([file, join(temp, 'gone')])).toBeNull()
  })
})
