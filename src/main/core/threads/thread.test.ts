import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { temporaryFolder } from '../testing/fixtures.ts'
import { SharedWork } from './shared.ts'
import { createThread, runAlone } from './thread.ts'
import type { Progress } from './work.ts'

// Real threads, of a few lines each.

type TestTasks = {
  double(input: number): number
  report(input: number, tell: (progress: Progress) => void): number
  refuse(input: null): void
  die(input: null): void
  forever(input: null): void
  array(input: number): { values: Float32Array }
}

const SERVE = join(import.meta.dirname, 'serve.ts')
const ERRORS = join(import.meta.dirname, '../../../shared/errors.ts')

function options(idle?: number) {
  const entry = join(temporaryFolder(), 'worker.mjs')
  writeFileSync(
    entry,
    `import { serve } from ${JSON.stringify(SERVE)}
     import { HaberdashError } from ${JSON.stringify(ERRORS)}
     serve({
       double: (n) => 2 * n,
       report: (n, tell) => { for (let i = 1; i <= n; i++) tell({ stage: 'counting', fraction: i / n }); return n },
       refuse: () => { throw new HaberdashError('wrong-usage', 'Not this.', { todo: 'Do that.' }) },
       die: () => process.exit(1),
       forever: () => { for (;;); },
       array: (n) => ({ values: new Float32Array(n).fill(3) }),
     })`,
  )
  return { entry, data: null, ...(idle === undefined ? {} : { idle }) }
}

function thread(idle?: number) {
  const made = createThread<TestTasks>(options(idle))
  onTestFinished(() => made.stop())
  return made
}

it('answers each task with its own value, tells how far it is, and hands arrays over', async () => {
  const { run } = thread()
  const told: Progress[] = []
  const [a, b, c] = await Promise.all([
    run('double', 4),
    run('report', 2, { onProgress: (progress) => told.push(progress) }),
    run('array', 3),
  ])
  expect([a, b]).toEqual([8, 2])
  expect(c.values).toEqual(Float32Array.of(3, 3, 3))
  expect(told).toEqual([
    { stage: 'counting', fraction: 0.5 },
    { stage: 'counting', fraction: 1 },
  ])
})

it('throws what the task throws, with its code and what to do, and goes on', async () => {
  const { run } = thread()
  await expect(run('refuse', null)).rejects.toMatchObject({
    ...{ code: 'wrong-usage', message: 'Not this.', todo: 'Do that.' },
  })
  expect(await run('double', 1)).toBe(2)
})

it('leaves nobody waiting for a thread that has died, and starts another one', async () => {
  const { run } = thread()
  const all = await Promise.allSettled([run('die', null), run('double', 1)])
  for (const one of all) expect(one).toMatchObject({ status: 'rejected', reason: { code: 'unexpected' } })
  expect(await run('double', 5)).toBe(10)
})

it('leaves nobody waiting for a thread that never starts', async () => {
  const entry = join(temporaryFolder(), 'worker.mjs')
  writeFileSync(entry, `throw new Error('This one never starts.')`)
  const { run } = createThread<TestTasks>({ entry, data: null })
  await expect(run('double', 1)).rejects.toMatchObject({ code: 'unexpected' })
})

it('ends when nothing was asked for a while, and begins again', async () => {
  const { run } = thread(1)
  for (let n = 0; n < 3; n++) {
    expect(await run('double', n)).toBe(2 * n)
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
})

it('rejects what waits when it is stopped, even in the middle of an endless task', async () => {
  const { run, stop } = thread()
  const waiting = Promise.allSettled([run('forever', null), run('double', 1)])
  stop()
  for (const one of await waiting) expect(one).toMatchObject({ reason: { code: 'library-closed' } })
  await expect(run('double', 1)).rejects.toMatchObject({ code: 'library-closed' })
})

it('gives a task of its own thread up at once', async () => {
  const giveUp = new AbortController()
  const task = runAlone<TestTasks, 'forever'>(options(), 'forever', null, { signal: giveUp.signal })
  setTimeout(() => giveUp.abort(new Error('Enough.')), 20)
  await expect(task).rejects.toThrow('Enough.')
})

it('does shared work once, tells all who wait, and gives it up when none waits any more', async () => {
  const begin = vi.fn()
  const work = new SharedWork<number, 'counting'>(async ({ signal, onProgress }) => {
    begin()
    onProgress({ stage: 'counting', fraction: 0.5 })
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
    return 1
  })
  const [a, b] = [new AbortController(), new AbortController()]
  const told: number[] = []
  const waiting = [a, b].map(({ signal }) =>
    work.join({ signal, onProgress: ({ fraction }) => told.push(fraction) }).catch((error: unknown) => error),
  )
  a.abort('first')
  expect(await waiting[0]).toBe('first')
  expect(work.givenUp).toBe(false)
  b.abort('second')
  expect(await waiting[1]).toBe('second')
  expect(work.givenUp).toBe(true)
  expect(begin).toHaveBeenCalledTimes(1)
  expect(told).toEqual([0.5, 0.5])
})
