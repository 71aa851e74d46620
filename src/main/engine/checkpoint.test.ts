import { mkdtemp, open, readdir, readFile, rm, writeFile, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { TrainOptions } from '../../shared/contract/engine.ts'
import { tf } from './tf.ts'
import { barsJob } from './toy.ts'
import { train, type TrainJob } from './train.ts'

let folder: string
let next = 0
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), 'haberdash-checkpoint-'))))
afterAll(() => rm(folder, { recursive: true, force: true }))

/** With all that a run's state is made of: batch normalisation, dropout, decay, averages. */
const OPTIONS = { epochs: 4, averaging: 0.9, weightDecay: 0.01 }

function jobIn(
  name: string,
  resume = true,
  optimiser?: TrainOptions['optimiser'],
): TrainJob & { checkpoint: { file: string } } {
  const base = barsJob(join(folder, `${name}-${next++}`), { ...OPTIONS, optimiser })
  const start = { ...base.start, architecture: 'compact', network: { kernels: 2, dropout: 0.3 } }
  return { ...base, start, checkpoint: { file: join(folder, name, 'checkpoint'), resume } } as never
}

/** Trains until this many epochs are told, and lets go. */
async function trainFor(job: TrainJob, epochs: number): Promise<void> {
  for await (const event of train(job)) if (event.type === 'epoch' && event.point.epoch === epochs) return
}

async function trainToEnd(job: TrainJob) {
  let curve: object[] = []
  for await (const event of train(job)) {
    if (event.type === 'saved')
      curve = event.curve.map(({ epoch, loss, accuracy }) => ({ epoch, loss, accuracy }))
  }
  return { curve, weights: await readFile(join(job.out, 'weights.bin')) }
}

/** Lets so many more writes to files through; the next fails as on a full disk. */
async function fullDisk(after: number) {
  const handle = await open(join(folder, 'any'), 'w')
  const files = Object.getPrototypeOf(handle) as FileHandle
  await handle.close()
  const { writeFile: write } = files
  let writes = 0
  const spy = vi.spyOn(files, 'writeFile').mockImplementation(function (this: FileHandle, ...args) {
    if (++writes <= after) return write.apply(this, args)
    return Promise.reject(Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' }))
  })
  onTestFinished(() => spy.mockRestore())
  return { writes: () => writes, makeRoom: () => spy.mockRestore() }
}

describe('a training with a checkpoint', () => {
  it.each(['adam', 'sgd'] as const)(
    'by %s goes on after a stop to the same result as one that was never stopped, and leaves the last checkpoint',
    async (optimiser) => {
      const before = tf.memory().numTensors
      const job = (name: string) => jobIn(name, true, optimiser)
      const whole = await trainToEnd(job(`${optimiser} whole`))
      await trainFor(job(`${optimiser} parts`), 1)
      await trainFor(job(`${optimiser} parts`), 3)
      const parts = await trainToEnd(job(`${optimiser} parts`))
      expect(whole.curve).toHaveLength(4)
      expect(parts.curve).toEqual(whole.curve)
      expect(parts.weights.equals(whole.weights)).toBe(true)
      expect(await readdir(join(folder, `${optimiser} parts`))).toHaveLength(1)
      // What comes after training may fail: the run then goes on from its last epoch, and only saves the model.
      const again = await trainToEnd(job(`${optimiser} parts`))
      expect(again.weights.equals(whole.weights)).toBe(true)
      expect(tf.memory().numTensors).toBe(before)
    },
  )

  it('starts anew where it is not to be resumed', async () => {
    await trainFor(jobIn('anew'), 2)
    const epochs: number[] = []
    for await (const event of train(jobIn('anew', false)))
      if (event.type === 'epoch') epochs.push(event.point.epoch)
    expect(epochs).toEqual([1, 2, 3, 4])
  })

  it.each([
    ['of another run', (file: string) => trainFor(other(file), 1), 'other settings or data'],
    [
      'cut short',
      async (file: string) => writeFile(file, (await readFile(file)).subarray(0, 5000)),
      'damaged',
    ],
    ['empty', (file: string) => writeFile(file, ''), 'damaged'],
  ])('does not go on from one that is %s, and leaves it', async (name, spoil, words) => {
    const job = jobIn(name)
    await trainFor(job, 1)
    await spoil(job.checkpoint.file)
    const spoiled = await readFile(job.checkpoint.file)
    const before = tf.memory().numTensors
    await expect(trainToEnd(job)).rejects.toMatchObject({
      code: 'run-interrupted',
      message: expect.stringContaining(words),
    })
    expect(await readFile(job.checkpoint.file)).toEqual(spoiled)
    expect(tf.memory().numTensors).toBe(before)
  })

  const other = (file: string): TrainJob => {
    const job = jobIn('other')
    return { ...job, options: { ...job.options, seed: 2 }, checkpoint: { file, resume: false } }
  }

  it('on a full disk says so, keeps the last good one alone, and goes on from it when there is room again', async () => {
    const whole = await trainToEnd(jobIn('roomy'))
    await trainFor(jobIn('full'), 2)
    const file = join(folder, 'full', 'checkpoint')
    const good = await readFile(file)
    const before = tf.memory().numTensors
    const disk = await fullDisk(5)
    const job = jobIn('full')
    await expect(trainToEnd(job)).rejects.toMatchObject({
      code: 'disk-full',
      message: "The state of the training after this epoch can't be saved: the disk is full.",
      todo: expect.stringContaining('go on'),
    })
    expect(disk.writes()).toBe(6)
    disk.makeRoom()
    expect(await readdir(join(folder, 'full'))).toEqual(['checkpoint'])
    expect((await readFile(file)).equals(good)).toBe(true)
    await expect(readdir(job.out)).rejects.toThrow('ENOENT')
    expect(tf.memory().numTensors).toBe(before)
    const after = await trainToEnd(jobIn('full'))
    expect(after.curve).toEqual(whole.curve)
    expect(after.weights.equals(whole.weights)).toBe(true)
  })

  it('leaves no half of one where it can not be written', async () => {
    const job = jobIn('blocked', false)
    await writeFile(join(folder, 'blocked'), '')
    await expect(trainToEnd(job)).rejects.toMatchObject({ code: 'engine-failed' })
    await expect(readdir(job.out)).rejects.toThrow('ENOENT')
  })
})
