import { describe, expect, it } from 'vitest'
import { BINS, type ClassCount } from '../contract/data.ts'
import type { ClassId } from '../domain.ts'
import { classCounts, countedParts } from './class-counts.ts'
import { intensities } from './intensities.ts'
import { formatKinds, megapixelKinds, photoKinds, shapeKinds } from './photo-kinds.ts'
import { groupSizes, photoSizes } from './photo-sizes.ts'
import { marksSvg } from './svg.ts'
import { DARK, LIGHT } from './theme.ts'

const drawn = (figure: Parameters<typeof marksSvg>[0]) =>
  [LIGHT, DARK].map((theme) => marksSvg(figure, theme, { width: 600, height: 400 })).join()

describe('class counts', () => {
  const [one, two] = [1 as ClassId, 2 as ClassId]
  const counts: ClassCount[] = [
    { label: one, split: 'train', source: 'dataset', images: 6000 },
    { label: one, split: 'train', source: 'photo', images: 4 },
    { label: two, split: 'holdout', source: 'photo', images: 3 },
    { label: null, split: 'train', source: 'photo', images: 2 },
  ]
  const labels = [
    { label: one, name: 'Shirt' },
    { label: two, name: 'Coat' },
    { label: null, name: 'No label' },
  ]
  const figure = classCounts({ labels, counts, caption: '6,009 images' })

  it('have a column for each split and source that there is, and the sum', () => {
    expect(figure.table).toEqual({
      columns: ['Class', 'Training, dataset', 'Training, photos', 'Held out, photos', 'All'],
      rows: [
        ['Shirt', 6000, 4, 0, 6004],
        ['Coat', 0, 0, 3, 3],
        ['No label', 0, 2, 0, 2],
      ],
    })
    expect(countedParts(counts).map(({ split, source }) => [split, source])).toEqual([
      ['train', 'dataset'],
      ['train', 'photo'],
      ['holdout', 'photo'],
    ])
  })

  it('write the sum at each bar, and each datum says of which images it is', () => {
    expect(drawn(figure)).toContain('6,004')
    const [first] = figure.option(LIGHT).series as { data: { part: object }[] }[]
    expect(first!.data[0]!.part).toEqual({ label: one, split: 'train', source: 'dataset' })
  })
})

describe('intensities', () => {
  const bins = Array.from({ length: BINS }, (_, bin) => (bin === 0 ? 30 : bin === BINS - 1 ? 10 : 0))
  const figure = (logarithmic: boolean) =>
    intensities({
      lines: [
        { name: 'All images', colour: 'all', bins },
        { name: 'Nothing yet', colour: 3, bins: bins.map(() => 0) },
      ],
      ...{ logarithmic, caption: '' },
    })

  it('are shares of all numbers, and nothing where there are none', () => {
    const { rows } = figure(false).table
    expect(rows[0]).toEqual(['0–3', 0.75, 0])
    expect(rows[1]).toEqual(['4–7', 0, 0])
    expect(rows.at(-1)).toEqual(['252–255', 0.25, 0])
    expect(rows).toHaveLength(BINS)
  })

  it('leave out what a logarithmic scale has no place for', () => {
    const line = (logarithmic: boolean) =>
      (figure(logarithmic).option(DARK).series as { data: unknown[] }[])[0]!.data.slice(0, 2)
    expect(line(false)).toEqual([0.75, 0])
    expect(line(true)).toEqual([0.75, null])
    expect(drawn(figure(true))).toContain('Share of pixels')
  })
})

describe('photos', () => {
  // Id, width, height, format.
  const photos = Uint32Array.of(
    ...[1, 300, 400, 0],
    ...[2, 4000, 3000, 1],
    ...[3, 300, 400, 0],
    ...[4, 500, 500, 1],
    ...[5, 100, 1000, 1],
  )

  it('of the same size are one point, the commonest first', () => {
    const groups = groupSizes(photos)
    expect(groups[0]).toEqual({ width: 300, height: 400, ids: [1, 3] })
    expect(groups.flatMap(({ ids }) => ids).sort()).toEqual([1, 2, 3, 4, 5])
    const figure = photoSizes(groups, '')
    expect(figure.table.rows[0]).toEqual([300, 400, 0.12, 2])
    expect(drawn(figure)).toContain('Width, pixels')
  })

  it('lie each in one interval of shape and of size, and in their format', () => {
    const named = (kinds: { name: string; ids: readonly number[] }[]) =>
      kinds.map(({ name, ids }) => [name, [...ids]])
    expect(named(shapeKinds(photos))).toEqual([
      ['Tall, below 3:5', [5]],
      ['Portrait, about 2:3', []],
      ['Portrait, about 3:4', [1, 3]],
      ['Square', [4]],
      ['Landscape, about 4:3', [2]],
    ])
    expect(named(megapixelKinds(photos))).toEqual([
      ['0.1 to 0.3', [1, 3, 4, 5]],
      ['0.3 to 1', []],
      ['1 to 3', []],
      ['3 to 10', []],
      ['10 and more', [2]],
    ])
    expect(named(formatKinds(photos, ['png', 'jpeg']))).toEqual([
      ['JPEG', [2, 4, 5]],
      ['PNG', [1, 3]],
    ])
    const figure = photoKinds({ title: 'Shapes', file: 'shapes', caption: '' }, shapeKinds(photos))
    expect(figure.table.rows[2]).toEqual(['Portrait, about 3:4', 2])
    expect(drawn(figure)).toContain('Portrait, about 3:4')
  })
})
