import { describe, expect, it } from 'vitest'
import { inputSize, type ClassId, type Split } from '../../../shared/domain.ts'
import { createImageIndex } from '../browse/image-index.ts'
import { populated } from '../browse/testing.ts'
import { createLabels } from '../labels/labels.ts'
import { modelInputs } from '../photos/inputs.ts'
import { addPhotoRows, imageIds, temporaryLibrary } from '../testing/fixtures.ts'
import { drawEach } from './draw.ts'
import { createPixels } from './pixels.ts'
import { photoSizes } from './sizes.ts'

async function collect<T>(events: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const event of events) all.push(event)
  return all
}

describe('counts', () => {
  it('are those of the rows, by label, split and source, and follow a label', () => {
    const { library, index, rows } = populated()
    const counted = () => index.classCounts().map(({ images, ...of }) => [JSON.stringify(of), images])
    const expected = (label: (row: (typeof rows)[number]) => number | null) => {
      const groups = Map.groupBy(rows, (row) =>
        JSON.stringify({ label: label(row), split: row.split, source: row.source }),
      )
      return new Map([...groups].map(([of, { length }]) => [of, length]))
    }
    expect(new Map(counted() as [string, number][])).toEqual(expected((row) => row.label))
    const ids = imageIds(library).slice(40, 50)
    createLabels(library.db).set(ids, 9 as ClassId)
    index.changed(ids)
    expect(new Map(counted() as [string, number][])).toEqual(
      expected((row) => (ids.includes(row.id) ? 9 : row.label)),
    )
  })
})

describe('groups', () => {
  it('hold each image of the splits once, under its label', () => {
    const { index, rows } = populated()
    for (const splits of [[], ['train'], ['test', 'holdout']] as Split[][]) {
      const wanted = rows.filter((row) => splits.length === 0 || splits.includes(row.split as Split))
      const groups = index.byLabel(splits)
      for (const [label, ids] of groups)
        expect([...ids]).toEqual(wanted.filter((row) => row.label === label).map(({ id }) => id))
      expect([...groups.values()].reduce((sum, ids) => sum + ids.length, 0)).toBe(wanted.length)
    }
  })
})

describe('drawing', () => {
  const groups = new Map<ClassId | null, Uint32Array>([
    [null, Uint32Array.of(7)],
    [1 as ClassId, Uint32Array.from({ length: 1000 }, (_, i) => 10 + i)],
  ])

  it('takes no image twice, and all where there are few', () => {
    const [none, some] = drawEach(groups, 20, 1)
    expect(none).toEqual({ label: null, images: 1, ids: [7] })
    expect(some).toMatchObject({ label: 1, images: 1000 })
    expect(new Set(some!.ids).size).toBe(20)
    expect(new Set(drawEach(groups, 1000, 1)[1]!.ids).size).toBe(1000)
  })

  it('is the same for a seed, another for another, and of fewer the beginning', () => {
    const drawn = (most: number, seed: number) => drawEach(groups, most, seed)[1]!.ids
    expect(drawn(20, 1)).toEqual(drawn(20, 1))
    expect(drawn(20, 1)).not.toEqual(drawn(20, 2))
    expect(drawn(5, 1)).toEqual(drawn(20, 1).slice(0, 5))
  })

  it('favours no image', () => {
    const times = new Map<number, number>()
    const ten = new Map([[1 as ClassId, Uint32Array.from({ length: 10 }, (_, i) => i)]])
    for (let seed = 0; seed < 2000; seed++)
      for (const id of drawEach(ten, 3, seed)[0]!.ids) times.set(id, (times.get(id) ?? 0) + 1)
    // 600 each is expected, with a standard deviation of 20.
    for (const count of times.values()) expect(Math.abs(count - 600)).toBeLessThan(100)
  })
})

describe('pixels', () => {
  const made = () => {
    const library = temporaryLibrary()
    addPhotoRows(library, 0, 12)
    const index = createImageIndex(library)
    return { library, index, pixels: createPixels(library, index) }
  }

  it('are those of the model inputs, by label', async () => {
    const { library, index, pixels } = made()
    const last = (await collect(pixels.of(['train']))).at(-1)!
    if (last.type !== 'done') throw new Error('not done')
    const groups = index.byLabel(['train'])
    expect(last.labels.map(({ label, images }) => [label, images])).toEqual(
      [...groups].map(([label, ids]) => [label, ids.length]),
    )
    const size = inputSize(library.input)
    const means = await pixels.means(
      ['train'],
      last.labels.map(({ label }) => label),
    )
    for (const [place, { label, mean, bins }] of last.labels.entries()) {
      const ids = imageIds(library, `label_class = ${label} AND split = 'train'`)
      const inputs = await modelInputs(library, ids)
      const sum = inputs.reduce((total, value) => total + value, 0)
      expect(mean).toBeCloseTo(sum / inputs.length, 9)
      expect(bins[0]![0]).toBe(inputs.filter((value) => value < 4).length)
      for (const pixel of [0, 300, size - 1]) {
        const values = ids.map((_, i) => inputs[i * size + pixel]!)
        const average = values.reduce((total, value) => total + value, 0) / ids.length
        expect(means[2 * place * size + pixel]).toBe(Math.round(average))
        const variance = values.reduce((total, value) => total + (value - average) ** 2, 0) / ids.length
        expect(means[(2 * place + 1) * size + pixel]).toBe(Math.round(2 * Math.sqrt(variance)))
      }
    }
  })

  it('are kept until something changes, and black where a label has no image', async () => {
    const { library, index, pixels } = made()
    const labels = async () => {
      const [last] = (await collect(pixels.of([]))).slice(-1)
      return last!.type === 'done' ? last!.labels : []
    }
    const before = await labels()
    expect(await labels()).toBe(before)
    const ids = imageIds(library, 'label_class = 1')
    createLabels(library.db).set(ids, 2 as ClassId)
    index.changed(ids)
    pixels.changed()
    const after = await labels()
    expect(after.find(({ label }) => label === 1)).toBeUndefined()
    expect(after.find(({ label }) => label === 2)!.images).toBe(before[0]!.images + before[1]!.images)
    expect(Math.max(...(await pixels.means([], [1 as ClassId])))).toBe(0)
  })

  it('leave out a photo that can not be read, and say so', async () => {
    const { library, pixels } = made()
    const [gone] = imageIds(library, "source = 'photo' AND split = 'train'")
    library.db.write.prepare('DELETE FROM model_inputs WHERE image_id = ?').run(gone)
    const last = (await collect(pixels.of(['train']))).at(-1)
    expect(last).toMatchObject({ type: 'done', unreadable: 1 })
  })

  it('stop when they are cancelled, and nothing of them is kept', async () => {
    const { pixels } = made()
    const abort = new AbortController()
    const going = pixels.of([], abort.signal)
    expect((await going.next()).value).toMatchObject({ type: 'progress' })
    abort.abort()
    await expect(going.next()).rejects.toThrow()
    expect((await collect(pixels.of([]))).length).toBeGreaterThan(1)
  })
})

describe('sizes', () => {
  it('are those of the photos of the splits, with their format', async () => {
    const { library, rows } = populated()
    library.db.write
      .prepare("UPDATE photos SET format = 'png', width = 640 WHERE image_id = ?")
      .run(rows.at(-1)!.id)
    const photos = rows.filter(({ source }) => source === 'photo')
    const all = await photoSizes(library, [])
    expect(all.formats).toEqual(['jpeg', 'png'])
    expect([...all.photos]).toEqual([
      ...photos.slice(0, -1).flatMap(({ id }) => [id, 10, 20, 0]),
      ...[photos.at(-1)!.id, 640, 20, 1],
    ])
    const held = await photoSizes(library, ['holdout'])
    expect(held.photos.length / 4).toBe(photos.filter(({ split }) => split === 'holdout').length)
  })
})
