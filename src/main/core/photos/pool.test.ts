import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { COLOUR_INPUT } from '../../../shared/domain.ts'
import { temporaryFolder } from '../testing/fixtures.ts'
import { createPhotoPool } from './pool.ts'
import { preparePhoto } from './prepare.ts'
import { fixtureBytes } from './testing.ts'

function pool(entry?: string) {
  const made = createPhotoPool(entry)
  onTestFinished(() => made.stop())
  return made
}

/** A thread's code. */
function entry(code: string): string {
  const path = join(temporaryFolder(), 'worker.mjs')
  writeFileSync(path, `import { parentPort } from 'node:worker_threads'\n${code}`)
  return path
}

const file = (name: string, bulk?: boolean) => ({ bytes: new Uint8Array([1]), name, bulk })

it('makes in a thread what is made here, byte for byte', async () => {
  const bytes = await fixtureBytes('brown-boots.jpg')
  const here = await preparePhoto(bytes, 'a.jpg', COLOUR_INPUT)
  const there = await pool().run('prepare', { bytes: new Uint8Array(bytes), name: 'a.jpg' }, COLOUR_INPUT)
  expect(there.original).toEqual(here.original)
  for (const part of ['input', 'thumbnail'] as const) expect(Buffer.compare(there[part], here[part])).toBe(0)
  expect(there.look).toEqual(here.look)
})

it('says what is wrong with a file in the same words, and goes on', async () => {
  const threads = pool()
  const bytes = await fixtureBytes('notes.jpg')
  await expect(
    threads.run('prepare', { bytes: new Uint8Array(bytes), name: 'notes.jpg' }, COLOUR_INPUT),
  ).rejects.toMatchObject({
    code: 'photo-not-an-image',
    message: 'This file is not a picture: notes.jpg.',
    todo: expect.stringContaining('JPEG'),
  })
  const good = new Uint8Array(await fixtureBytes('brown-boots.jpg'))
  expect(await threads.run('input', { bytes: good, name: 'a.jpg' }, COLOUR_INPUT)).toHaveLength(96 * 96 * 3)
})

it('names the file at which thread after thread ends, and has others made by new ones', async () => {
  const threads = pool(
    entry(`parentPort.on('message', ({ id, name }) => {
      if (name === 'deadly.jpg') process.exit(1)
      parentPort.postMessage({ id, value: new Uint8Array([7]) })
    })`),
  )
  await expect(threads.run('input', file('deadly.jpg'), COLOUR_INPUT)).rejects.toMatchObject({
    code: 'photo-unreadable',
    message: 'This file could not be read to its end: deadly.jpg.',
  })
  expect(await threads.run('input', file('good.jpg'), COLOUR_INPUT)).toEqual(new Uint8Array([7]))
})

it('takes a photo beside which a thread ended for what it is: the other one was to blame', async () => {
  const threads = pool(
    // Whatever else a thread has when it comes to the deadly one is lost with it.
    entry(`parentPort.on('message', ({ id, name }) => {
      if (name === 'deadly.jpg') setTimeout(() => process.exit(1), 60)
      else setTimeout(() => parentPort.postMessage({ id, value: new Uint8Array([7]) }), 120)
    })`),
  )
  const names = ['deadly.jpg', ...Array.from({ length: 15 }, (_, n) => `${n}.jpg`)]
  const all = await Promise.allSettled(
    names.map((name) => threads.run('input', file(name, true), COLOUR_INPUT)),
  )
  expect(all.map(({ status }) => status)).toEqual(['rejected', ...new Array<string>(15).fill('fulfilled')])
})

it('leaves nobody waiting for threads that do not even start', async () => {
  const threads = pool(entry(`throw new Error('This one never starts.')`))
  const all = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) => threads.run('input', file(`${n}.jpg`), COLOUR_INPUT)),
  )
  expect(all.every(({ status }) => status === 'rejected')).toBe(true)
})

it('lets a single photo go before many', async () => {
  const threads = pool(
    entry(`parentPort.on('message', ({ id }) => parentPort.postMessage({ id, value: new Uint8Array() }))`),
  )
  // All threads are up: one that starts only now would be given the single photo, and keep it until it has.
  await Promise.all(Array.from({ length: 20 }, (_, n) => threads.run('input', file(`${n}`), COLOUR_INPUT)))
  const order: string[] = []
  const many = Array.from({ length: 50 }, (_, n) =>
    threads.run('input', file(`${n}`, true), COLOUR_INPUT).then(() => order.push(`${n}`)),
  )
  await Promise.all([...many, threads.run('input', file('one'), COLOUR_INPUT).then(() => order.push('one'))])
  expect(order.indexOf('one')).toBeLessThan(order.indexOf('49') - 10)
})

it('gives up what waits when it is stopped', async () => {
  const threads = pool(entry(`parentPort.on('message', () => {})`))
  const all = Array.from({ length: 40 }, (_, n) => threads.run('input', file(`${n}`), COLOUR_INPUT))
  const ends = Promise.allSettled(all)
  threads.stop()
  for (const end of await ends) expect(end).toMatchObject({ reason: { code: 'library-closed' } })
})
