// @vitest-environment jsdom
import { describe, expect, test, vi } from 'vitest'
import type { ImageDetail } from '../../../../shared/contract/browse.ts'
import type { FixPreview } from '../../../../shared/contract/photos.ts'
import { NO_FIX, type PhotoFix } from '../../../../shared/photo-fix.ts'
import { fakeApi, held, settled } from '../../lib/testing/fake-api.ts'
import { classId, image, row } from '../../lib/testing/samples.ts'
import { Toasts } from '../labels/toasts.svelte.ts'
import { Adjusting } from './adjusting.svelte.ts'
import { moved, resized } from './crop.ts'

const FOUND = { x: 0.2, y: 0.2, width: 0.5, height: 0.5 }
const OWN: PhotoFix = { ...NO_FIX, crop: { x: 0, y: 0, width: 0.5, height: 0.5 } }

const preview = (fix: PhotoFix): FixPreview => ({
  input: new Blob([Uint8Array.of(fix.rotate & 255)]),
  mask: fix.mask === 'off' ? null : { width: 1, height: 1, pixels: new Blob([Uint8Array.of(255)]) },
  box: fix.crop ?? FOUND,
  found: true,
})

/** The editor, open on a photo with this fix, and what it asked for. */
async function opened(
  saved = NO_FIX,
  previewFix = vi.fn(async (asked: { fix: PhotoFix }) => preview(asked.fix)),
) {
  const fix = vi.fn(async (_: { fix: PhotoFix }) => {})
  const detail: ImageDetail = {
    ...row(7, { source: 'photo', name: 'shirt.jpg' }),
    ...{ width: 300, height: 200, file: null, fix: saved, probabilities: null, findings: [], history: [] },
    ...{ margin: null, loss: null },
  }
  const toasts = new Toasts()
  const api = fakeApi({
    browse: { detail: async () => detail },
    photos: {
      previewFix,
      fix,
      // As its preview's input has it.
      classifyFix: async ({ fix: asked }: { fix: PhotoFix }) => {
        const [first] = new Uint8Array(await (await preview(asked)).input.arrayBuffer())
        return [{ classId: classId(first! + 1), probability: 1 }]
      },
    },
  })
  const adjusting = new Adjusting(api, toasts)
  await adjusting.open(image(7))
  await settled()
  return { adjusting, previewFix, fix, toasts }
}

describe('a change', () => {
  test('shows at once, and what the model sees and says of it follows', async () => {
    const { adjusting } = await opened()
    adjusting.rotate(30)
    expect(adjusting.fix.rotate).toBe(30)
    expect(adjusting.mask).toBeNull()
    expect(adjusting.isGuessLate).toBe(true)
    await settled()
    await settled()
    expect(adjusting.isGuessLate).toBe(false)
    expect(adjusting.seen?.input).toEqual(Uint8Array.of(30))
    expect(adjusting.box).toEqual(FOUND)
    expect(adjusting.probabilities).toEqual([{ classId: 31, probability: 1 }])
  })

  test('made while another is under way replaces all that wait', async () => {
    const first = held<FixPreview>()
    const previewFix = vi.fn(async ({ fix }: { fix: PhotoFix }) =>
      fix.rotate === 1 ? first.promise : preview(fix),
    )
    const { adjusting } = await opened(NO_FIX, previewFix)
    for (const degrees of [1, 2, 3, 4]) adjusting.rotate(degrees)
    first.resolve(preview({ ...NO_FIX, rotate: 1 }))
    await settled()
    await settled()
    expect(previewFix.mock.calls.map(([{ fix }]) => fix.rotate)).toEqual([0, 1, 4])
    expect(adjusting.seen?.fix.rotate).toBe(4)
  })

  test('of the crop that was found makes it the person’s own, from where the drag began', async () => {
    const { adjusting } = await opened()
    for (const far of [0.05, 0.1]) adjusting.crop('drag', (from) => moved(from, far, 0))
    adjusting.settle()
    expect(adjusting.fix.crop?.x).toBeCloseTo(0.3)
    adjusting.crop('drag', (from) => moved(from, 0.1, 0))
    expect(adjusting.fix.crop?.x).toBeCloseTo(0.4)
  })

  test('of the angle takes a crop along, and back to where it was', async () => {
    const { adjusting } = await opened(OWN)
    for (const degrees of [40, 90]) adjusting.rotate(degrees)
    expect(adjusting.fix.crop?.x).toBeCloseTo(0.5)
    adjusting.rotate(0)
    expect(adjusting.fix.crop?.x).toBeCloseTo(0)
    expect(adjusting.fix.crop?.width).toBeCloseTo(0.5)
  })
})

describe('undo', () => {
  test('takes back a drag as one, then what was before it', async () => {
    const { adjusting } = await opened()
    adjusting.invert(true)
    for (const far of [0.1, 0.2, 0.3]) adjusting.crop('drag', (from) => resized(from, 'se', far, far))
    adjusting.undo()
    expect(adjusting.fix).toEqual({ ...NO_FIX, invert: true })
    adjusting.undo()
    expect(adjusting.fix).toEqual(NO_FIX)
    adjusting.undo()
    expect(adjusting.fix).toEqual(NO_FIX)
  })

  test('takes back a reset too', async () => {
    const { adjusting } = await opened(OWN)
    adjusting.reset()
    expect(adjusting.isReset).toBe(true)
    adjusting.undo()
    expect(adjusting.fix).toEqual(OWN)
  })
})

describe('saving', () => {
  test('keeps the fix, closes, and can be undone', async () => {
    const { adjusting, fix, toasts } = await opened(OWN)
    adjusting.useMask(false)
    await adjusting.save()
    expect(fix).toHaveBeenLastCalledWith({ id: 7, fix: { ...OWN, mask: 'off' } })
    expect(adjusting.photo).toBeNull()
    toasts.items[0]!.action!.run()
    expect(fix).toHaveBeenLastCalledWith({ id: 7, fix: OWN })
  })

  test('what is as it was asks for nothing', async () => {
    const { adjusting, fix } = await opened(OWN)
    adjusting.invert(true)
    adjusting.invert(false)
    await adjusting.save()
    expect(fix).not.toHaveBeenCalled()
    expect(adjusting.photo).toBeNull()
  })

  test('that fails says why, and the editor stays with all that was done', async () => {
    const { adjusting, fix } = await opened()
    fix.mockRejectedValueOnce(new Error('The disk is full.'))
    adjusting.invert(true)
    await adjusting.save()
    expect(adjusting.problem).toContain('The disk is full.')
    expect(adjusting.photo).not.toBeNull()
    expect(adjusting.fix.invert).toBe(true)
  })
})

test('what comes after it was closed is not shown of the one that was opened since', async () => {
  const [late, next] = [held<FixPreview>(), held<FixPreview>()]
  const previewFix = vi.fn(async ({ fix }: { fix: PhotoFix }) => (fix.invert ? late.promise : preview(fix)))
  const { adjusting } = await opened(NO_FIX, previewFix)
  adjusting.invert(true)
  adjusting.close()
  previewFix.mockReturnValue(next.promise)
  await adjusting.open(image(7))
  late.resolve(preview({ ...NO_FIX, invert: true }))
  await settled()
  await settled()
  expect(adjusting.seen).toBeNull()
  next.resolve(preview(NO_FIX))
  await settled()
  await settled()
  expect(adjusting.seen?.fix).toEqual(NO_FIX)
})
