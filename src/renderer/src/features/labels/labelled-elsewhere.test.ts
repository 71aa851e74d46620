// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { LabelAction } from '../../../../shared/contract/labels.ts'
import { HaberdashError } from '../../../../shared/errors.ts'
import { held, settled } from '../../lib/testing/fake-api.ts'
import { classId, image } from '../../lib/testing/samples.ts'
import { Seen } from './seen.ts'
import type { Target } from './target.ts'
import { action, setUp } from './testing.ts'

const changed = (ids: number[], event: number, window: string | null = 'another') => ({
  ...{ type: 'labels-changed' as const, ids: ids.map(image), event, window },
})
const overtaken = async () => [
  { id: image(10), from: classId(1), to: classId(2), at: '2026-01-01T00:00:00Z' },
]

test('what another window has labelled just now is shown and not overwritten, until the person says so', async () => {
  const set = vi.fn(async (_: object) => action([10]))
  const { labelling, browse, toasts, seen, said } = await setUp({ set, overtaken })
  seen.told(changed([10], 5))
  await labelling.label(classId(1))
  expect(set).not.toHaveBeenCalled()
  expect(said()).toEqual([
    'This image became Coat in another window just now (it was Shirt), so it was left.',
  ])
  expect(browse.focusedId).toBe(10)
  toasts.items[0]?.action?.run()
  await settled()
  expect(set).toHaveBeenCalledExactlyOnceWith({ ids: [10], classId: 1, window: seen.window })
})

test('what this window was not even told of is refused by the server, and shown', async () => {
  const set = vi.fn(async (_: object) => action([10]))
  set.mockRejectedValueOnce(new HaberdashError('label-conflict', 'Labelled elsewhere.'))
  const { labelling, seen, said } = await setUp({ set, overtaken })
  seen.all(4)
  await labelling.label(classId(1))
  expect(set).toHaveBeenCalledWith(expect.objectContaining({ seen: 4 }))
  expect(said()[0]).toMatch(/became Coat in another window/)
})

test('a change that has been on screen for a while, and one of this window, are no conflict', async () => {
  const set = vi.fn(async () => action([10]))
  const { labelling, seen } = await setUp({ set })
  seen.told(changed([10], 5), performance.now() - 10_000)
  seen.told(changed([10], 6, seen.window))
  await labelling.label(classId(1))
  expect(set).toHaveBeenCalledWith(expect.objectContaining({ seen: 6 }))
})

test('a change that was told of while a label waited for its turn is not overwritten', async () => {
  const first = held<LabelAction>()
  const set = vi.fn((_: object) => first.promise)
  const { labelling, seen, said } = await setUp({ set, overtaken }, false)
  void labelling.label(classId(1), [image(30)])
  const second = labelling.label(classId(1))
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 5000)
  seen.told(changed([10], 5))
  vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 5000)
  seen.told(changed([20], 6))
  first.resolve(action([30]))
  await second
  vi.restoreAllMocks()
  expect(set).toHaveBeenCalledOnce()
  expect(said().at(-1)).toMatch(/became Coat in another window/)
})

test('a change that turns out to be no other label, as a photo that was imported again, stops nothing', async () => {
  const set = vi.fn(async (_: object) => action([10]))
  const { labelling, seen, said } = await setUp({ set, overtaken: async () => [] })
  seen.told(changed([10], 5, null))
  await labelling.label(classId(1))
  expect(set).toHaveBeenCalledOnce()
  expect(said()).toEqual(['Labelled 1 image Shirt.'])
})

test("what another process labelled before this window's last label is asked about from before it", () => {
  const seen = new Seen()
  seen.all(4)
  seen.own(6, [image(20)])
  seen.told(changed([10], 5, null), 0)
  expect(seen.unnoticed([image(10)], 1)).toBe(4)
})

test("this window's own label ends the doubt about an image", () => {
  const seen = new Seen()
  seen.told(changed([10], 5), 0)
  seen.own(6, [image(10)])
  expect(seen.unnoticed([image(10)], 1)).toBeNull()
})

test('the view that a label was given in shows it, though another one is shown by then', async () => {
  const answer = held<LabelAction>()
  const shown: Target[] = []
  const { labelling, browse } = await setUp({ set: () => answer.promise }, false, () => shown[0])
  const done = labelling.label(classId(2))
  shown.push({
    ...{ focusedRow: undefined, targets: () => [], advance() {} },
    ...{ reveal() {}, labelled() {}, changed() {} },
  })
  await settled()
  expect(labelling.shownBy).toBe(browse)
  answer.resolve(action([10]))
  await done
  expect(browse.rows.row(image(10))?.label).toBe(2)
})

test('what was labelled while the connection was lost is not overwritten at the moment it is back', () => {
  const seen = new Seen()
  seen.all(4, 0)
  expect(seen.unnoticed([image(10)], 1)).toBeNull()
  seen.all(9, 5000)
  seen.own(10, [image(20)])
  expect(seen.unnoticed([image(20)], 5100)).toBeNull()
  expect(seen.unnoticed([image(10), image(20)], 5100)).toBe(4)
  expect(seen.unnoticed([image(10)], 9000)).toBeNull()
})

test('a change of very many images elsewhere is no trouble', () => {
  const seen = new Seen()
  const ids = Array.from({ length: 300_000 }, (_, i) => i + 1)
  seen.told(changed(ids, 300_000), 0)
  expect(seen.unnoticed(ids.map(image), 1)).toBe(0)
})
