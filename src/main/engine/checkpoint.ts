import { createHash } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { EpochPoint } from '../../shared/contract/training.ts'
import { HaberdashError } from '../../shared/errors.ts'
import { saveFailed } from './store.ts'
import type { TrainJob } from './train.ts'

/**
 * A training between two epochs, in one file: four bytes with the length of a header, the header (JSON), and the numbers
 * it lists (float32, little-endian), one after the other. What is random follows from the seed and the epoch's number,
 * so with these numbers a run goes on to the same result as one that was never stopped.
 */
const Header = z.object({
  format: z.literal(1),
  /** Of everything the run depends on: settings, start and data. */
  fingerprint: z.string(),
  curve: z.array(EpochPoint).min(1),
  steps: z.int().nonnegative(),
  arrays: z.array(z.object({ name: z.string(), size: z.int().nonnegative() })),
})

/** After the epochs of `curve` and `steps` steps: every array of the run (weights, moments, averages) by its name. */
export type Checkpoint = { curve: EpochPoint[]; steps: number; arrays: Map<string, Float32Array> }

const PREFIX = 4

/** Tells runs apart: the same for the same settings, start and data. */
export function fingerprint({ start, data, options }: TrainJob): string {
  const hash = createHash('sha256').update(JSON.stringify({ start, options }))
  return hash.update(data.pixels).update(data.labels).digest('hex')
}

function encode({ curve, steps, arrays }: Checkpoint, run: string): Uint8Array[] {
  const list = [...arrays].map(([name, { length: size }]) => ({ name, size }))
  const header = Buffer.from(JSON.stringify({ format: 1, fingerprint: run, curve, steps, arrays: list }))
  const prefix = Buffer.alloc(PREFIX)
  prefix.writeUInt32LE(header.length)
  const bytes = [...arrays.values()].map((a) => new Uint8Array(a.buffer, a.byteOffset, a.byteLength))
  return [prefix, header, ...bytes]
}

/**
 * Writes a checkpoint beside `file` and renames it into place when it is on the disk: whatever happens, there is the old
 * one or the new one. Throws `disk-full` or `engine-failed`, and then leaves the old one.
 */
export async function writeCheckpoint(file: string, checkpoint: Checkpoint, run: string): Promise<void> {
  const beside = `${file}.new`
  try {
    await mkdir(dirname(file), { recursive: true })
    const handle = await open(beside, 'w')
    try {
      for (const part of encode(checkpoint, run)) await handle.writeFile(part)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(beside, file)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {})
    const todo = 'Make room on the disk. Then go on from the epoch before, or train again.'
    throw saveFailed(error, 'The state of the training after this epoch', todo)
  }
}

const unusable = (file: string, why: string, cause?: unknown) =>
  new HaberdashError('run-interrupted', `The training can't go on from ${file}: ${why}.`, {
    todo: 'Start it anew, without resuming.',
    cause,
  })

function parse(file: string, bytes: Buffer): Checkpoint & { fingerprint: string } {
  try {
    const start = PREFIX + bytes.readUInt32LE()
    const header = Header.parse(JSON.parse(bytes.toString('utf8', PREFIX, start)))
    const numbers = new Float32Array(new Uint8Array(bytes.subarray(start)).buffer)
    let at = 0
    const arrays = header.arrays.map(
      ({ name, size }) => [name, numbers.slice(at, (at += size))] as [string, Float32Array],
    )
    if (at !== numbers.length) throw new RangeError(`${numbers.length} numbers, but ${at} are listed`)
    return { ...header, arrays: new Map(arrays) }
  } catch (cause) {
    throw unusable(file, 'it is damaged', cause)
  }
}

/**
 * Reads the checkpoint of this run, or null where there is none. Throws `run-interrupted` where it is damaged or of
 * another run.
 */
export async function readCheckpoint(file: string, run: string): Promise<Checkpoint | null> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw unusable(file, 'it can not be read', error)
  })
  if (!bytes) return null
  const { fingerprint: of, ...checkpoint } = parse(file, bytes)
  if (of !== run) throw unusable(file, 'it is of a run with other settings or data')
  return checkpoint
}
