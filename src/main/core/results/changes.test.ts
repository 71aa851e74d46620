import { expect, it } from 'vitest'
import { FASHION_MNIST_CLASSES, type ClassId } from '../../../shared/domain.ts'
import { imageIds } from '../testing/fixtures.ts'
import { changesBetween } from './changes.ts'
import { answering } from './testing.ts'

const idsIn = async (blob: Blob) => [...new Uint32Array(await blob.arrayBuffer())]
const sure = (of: number, by = 0.8) => Array.from({ length: 10 }, (_, i) => (i === of ? by : (1 - by) / 9))

it('lays two versions beside each other, image by image, by the labels as they are now', async () => {
  const app = answering(0, 8)
  const [v1, v2] = ['v1', 'v2'].map((id) => app.version(id, [...FASHION_MNIST_CLASSES])) as [never, never]
  const ids = imageIds(app.library)
  // The label of image i is class i: what each says of it, and how sure.
  const said = [
    [0, 0],
    [0, 1],
    [2, 0],
    [0, 0],
    [0, 1],
    [0, 5],
    [0, 6],
  ] as const
  for (const [i, [a, b]] of said.entries()) {
    app.say(v1, ids[i]!, ...sure(a))
    app.say(v2, ids[i]!, ...sure(b, i === 6 ? 0.9 : 0.8))
  }
  app.say(v1, ids[7]!, ...sure(7))
  const changes = await changesBetween(app, [v1, v2], 'test')
  expect(changes).toMatchObject({ images: 7, unasked: 1, bothRight: 1, sameMistake: 1 })
  // The surest first.
  expect(await idsIn(changes.fixed.ids)).toEqual([ids[6], ids[1], ids[5]])
  expect(await idsIn(changes.broken.ids)).toEqual([ids[2]])
  expect(await idsIn(changes.otherMistake.ids)).toEqual([ids[4]])
  expect(changes.fixed.some[0]).toMatchObject({ id: ids[6], label: 7, a: { classId: 1 }, b: { classId: 7 } })
  // Of four changes three are for the better: twice (C(4,0) + C(4,1)) / 2^4.
  expect(changes.p).toBeCloseTo(10 / 16, 12)

  app.label(1 as ClassId, ids[2]!)
  expect(await idsIn((await changesBetween(app, [v1, v2], 'test')).broken.ids)).toEqual([])
  await expect(changesBetween(app, [v1, v1], 'test')).rejects.toMatchObject({ code: 'wrong-usage' })
})
