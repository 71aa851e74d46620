import { createRouterClient } from '@orpc/server'
import { beforeAll, afterAll, describe, expect, it } from 'vitest'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Api } from '../../../shared/contract/index.ts'
import type { ImageId, ModelId } from '../../../shared/domain.ts'
import { NO_FIX } from '../../../shared/photo-fix.ts'
import { forkEngine } from '../../fork-engine.ts'
import { places } from '../../places.ts'
import { openCore, type Core } from '../core.ts'
import { createRouter } from '../router.ts'
import { imageIds, photoBytes, tinyDataset } from '../testing/fixtures.ts'

// What a window asks, of the model that ships, by an engine as main runs it.

let folder: string
let core: Core
let api: Api
let image: ImageId
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'haberdash-network-'))
  core = await openCore({
    ...{ folder: join(folder, 'wardrobe'), resources: places.resources, cache: places.cache },
    ...{ dataset: tinyDataset(20, 10), startEngine: forkEngine, background: false },
  })
  api = createRouterClient(createRouter(core))
  image = imageIds(core.library)[0]!
})
afterAll(async () => {
  await core.close()
  rmSync(folder, { recursive: true, force: true })
})

const floats = async (blob: Blob) => new Float32Array(await blob.arrayBuffer())

describe('a look into the model', () => {
  it('tells all stages, their maps and numbers, and the probabilities that the image has elsewhere', async () => {
    const { stages, maps, numbers, probabilities, input, ...look } = await api.network.look({
      id: image,
    })
    expect(look).toMatchObject({ row: { id: image, source: 'dataset' }, model: 'first-2', backbone: null })
    expect(stages).toHaveLength(9)
    const size = (shape: number[]) => shape.reduce((product, side) => product * side, 1)
    const pictures = stages.filter(({ shape }) => shape.length === 3)
    expect(maps.size).toBe(pictures.reduce((sum, { shape }) => sum + size(shape), 0))
    const counted = stages.map(({ shape }) => (shape.length === 3 ? 3 * shape[2]! : shape[0]!))
    expect(numbers.size).toBe(4 * counted.reduce((sum, count) => sum + count, 0))
    const [pixels] = [await api.browse.pixels({ ids: [image] })]
    expect(await input!.pixels.arrayBuffer()).toEqual(await pixels.arrayBuffer())
    const known = (await api.browse.detail({ id: image })).probabilities!
    expect(probabilities.map(({ classId }) => classId)).toEqual(known.map(({ classId }) => classId))
    probabilities.forEach(({ probability }, i) => expect(probability).toBeCloseTo(known[i]!.probability, 3))
  })

  it('tells where it looks for each class in the same order; a merged class by the surest of its outputs', async () => {
    const before = await api.network.look({ id: image, maps: false })
    expect(before.stages).toEqual([])
    expect(before.attention).toMatchObject({ height: 7, width: 7 })
    const [first, second, third] = before.probabilities
    // As after a merger, of which the classes of a dataset know none.
    core.library.db.write
      .prepare('UPDATE model_outputs SET class_id = ? WHERE class_id = ?')
      .run(third!.classId, second!.classId)
    const after = await api.network.look({ id: image, maps: false })
    expect(after.probabilities).toHaveLength(9)
    const merged = after.probabilities.find(({ classId }) => classId === third!.classId)!
    expect(merged.probability).toBeCloseTo(second!.probability + third!.probability, 5)
    const [earlier, later] = await Promise.all([
      floats(before.attention!.values),
      floats(after.attention!.values),
    ])
    const at = (classId: typeof first) => after.probabilities.findIndex((p) => p.classId === classId!.classId)
    expect(later.slice(at(first) * 49, at(first) * 49 + 49)).toEqual(earlier.slice(0, 49))
    expect(later.slice(at(third) * 49, at(third) * 49 + 49)).toEqual(earlier.slice(49, 98))
  })

  it('says which version or image there is not', async () => {
    await expect(api.network.look({ id: image, model: 'v99' as ModelId })).rejects.toMatchObject({
      code: 'model-unknown',
    })
    await expect(api.network.look({ id: 99_999 as ImageId })).rejects.toMatchObject({ code: 'image-unknown' })
  })
})

it("gives the first layer's kernels", async () => {
  const { kernels } = await api.network.kernels({})
  expect(kernels).toMatchObject({ layer: 'conv_1', height: 3, width: 3, channels: 1, count: 32 })
  const values = await floats(kernels!.values)
  expect(values).toHaveLength(288)
  expect(values.some((value) => value < 0)).toBe(true)
})

describe('where the input lies in a photo', () => {
  it('is found for a photo, again for one that was adjusted, and not for an image of the dataset', async () => {
    const file = new File([new Uint8Array(await photoBytes(1))], 'a.jpg')
    const { id } = await api.photos.add({ file })
    const found = await api.network.place({ id })
    expect(found).toMatchObject({ width: 120, height: 150, rotate: 0 })
    const { box } = await api.photos.previewFix({ id, fix: NO_FIX })
    expect(found!.box).toEqual(box)
    const crop = { x: 0.25, y: 0.5, width: 0.5, height: 0.25 }
    await api.photos.fix({ id, fix: { ...NO_FIX, crop, rotate: 90 } })
    // Of the photo on its side, 150 x 120: 75 x 30 pixels, 28 x 11 of the input.
    expect(await api.network.place({ id })).toEqual({
      ...{ width: 120, height: 150, rotate: 90 },
      box: { ...crop, x: 38 / 150, width: 75 / 150 },
      within: { x: 0, y: 8 / 28, width: 1, height: 11 / 28 },
    })
    expect(await api.network.place({ id: image })).toBeNull()
    await expect(api.network.place({ id: 99_999 as ImageId })).rejects.toMatchObject({
      code: 'image-unknown',
    })
  })
})
