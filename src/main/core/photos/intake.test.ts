import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { InputSpec } from '../../../shared/domain.ts'
import { imageIds, photoBytes, temporaryLibrary } from '../testing/fixtures.ts'
import { createIntake } from './intake.ts'
import type { PhotoPool } from './pool.ts'
import { preparePhoto } from './prepare.ts'
import { createRoom } from './room.ts'

/** Prepares in this thread, the first photo last. */
const run = async (_: string, { bytes, name }: { bytes: Uint8Array; name: string }, spec: InputSpec) => {
  if (name === '0.jpg') await setTimeout(200)
  return preparePhoto(bytes, name, spec)
}

it('gives many photos their rows in the order they were given, whichever is ready first', async () => {
  const library = temporaryLibrary()
  const intake = createIntake(library, { run, warm() {}, stop() {} } as PhotoPool)
  const files = await Promise.all(
    Array.from({ length: 6 }, async (_, n) => new File([new Uint8Array(await photoBytes(n))], `${n}.jpg`)),
  )
  files.splice(3, 0, new File(['no picture'], 'notes.jpg'))
  const ends = await Promise.allSettled(files.map((file) => intake.add(file, { bulk: true })))
  expect(ends[3]).toMatchObject({ status: 'rejected', reason: { code: 'photo-not-an-image' } })
  const ids = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value.id] : []))
  expect(ids).toEqual(imageIds(library, "source = 'photo'"))
  expect(ids).toHaveLength(6)
})

it('holds no more at once than there is room for, and something too large by itself', async () => {
  const room = createRoom(10)
  let [held, most] = [0, 0]
  const hold = (size: number) =>
    room(size, async () => {
      held += size
      most = Math.max(most, held)
      await new Promise((resolve) => setImmediate(resolve))
      held -= size
    })
  await Promise.all([4, 4, 4, 8, 2, 1, 1].map(hold))
  expect(most).toBeLessThanOrEqual(10)
  await Promise.all([25, 1].map(hold))
  expect(most).toBe(25)
})
