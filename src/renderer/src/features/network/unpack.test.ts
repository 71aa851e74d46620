import { expect, it } from 'vitest'
import { classId } from '../../lib/testing/samples.ts'
import { enlarged, frameOf, whereItLooks } from './heat.ts'
import { heatSentence } from './heat-words.ts'
import { asFile, fileName, numbersOf } from './save.ts'
import { DIVERGING, GREY, shadedKernels, shadedMaps } from './shades.ts'
import { look } from './testing.ts'
import { factsOf, summaryOf, unpacked, type MapStage } from './unpack.ts'
import { mapWords, stageSentence, stageTitle } from './words.ts'

const NBSP = '\u00a0'

it('takes the stages apart, and tells each in words', async () => {
  const { stages } = await unpacked(look(1))
  const [conv, pool] = stages as [MapStage, MapStage]
  expect([...conv.bytes]).toEqual([255, 51, 0, 0])
  expect(factsOf(conv, 0)).toEqual({ least: 0.5, largest: 2.5, mean: 1.5, peak: 2.5 })
  expect(factsOf(pool, 0)).toEqual({ least: -3, largest: -3, mean: -3, peak: 3 })
  expect(summaryOf(conv)).toEqual({ strongest: 0, peak: 2.5, silent: 1 })
  expect(stages.map((stage) => stageTitle(stage, null))).toEqual([
    'conv_1 + batch norm + relu, 1 × 2 × 2',
    'max_pool_4, 1 × 1 × 1',
    'global_average_pool_5, 2 values',
  ])
  expect(stages.map(stageSentence)).toEqual([
    `2 maps, 1 of them silent (50.0${NBSP}%). Strongest: map 1, 0.5 to 2.5.`,
    '1 map, none of them silent. Strongest: map 1, −3 to −3. Blue is below zero, orange above: no ReLU has cut it off yet.',
    `The mean of each map. 2 values, 1 of them zero (50.0${NBSP}%). Largest: value 1, 1.5.`,
  ])
  expect([mapWords(conv, 0), mapWords(conv, 1)]).toEqual([
    'Map 1: 0.5 to 2.5, mean 1.5',
    'Map 2: silent, zero everywhere',
  ])
})

it('shades maps by their own peak or by the stage’s, and what has a sign around black', async () => {
  const { stages } = await unpacked(look(1))
  const [conv, pool] = stages as [MapStage, MapStage]
  const own = shadedMaps(conv, false)
  expect([...own.pixels]).toEqual([255, 51, 0, 0].map((byte) => GREY[byte]))
  expect([own.isSilent(0), own.isSilent(1)]).toEqual([false, true])
  expect([...shadedMaps(pool, false).pixels]).toEqual([DIVERGING[1]])
  // Two maps of one byte, of which the second's peak is half the first's.
  const two = {
    ...conv,
    width: 1,
    bytes: Uint8Array.of(255, 255),
    statistics: Float32Array.of(0, 4, 4, 0, 2, 2),
  }
  expect([...shadedMaps(two, true).pixels]).toEqual([GREY[255], GREY[128]])
})

it('shades kernels by their own peak: with a sign, in colour, or not at all', () => {
  const of = (channels: number, values: number[]) =>
    shadedKernels({
      layer: 'conv_1',
      height: 1,
      width: 1,
      channels,
      count: 2,
      values: Float32Array.from(values),
    })
  expect([...of(1, [-5, 0])!.pixels]).toEqual([DIVERGING[0], DIVERGING[128]])
  expect(of(1, [-5, 0])!.isSilent(1)).toBe(true)
  // Kernel by kernel within each channel: (1, -1, 0) and (2, 2, 2).
  expect([...of(3, [1, 2, -1, 2, 0, 2])!.pixels]).toEqual([0xff8000ff, 0xffffffff])
  expect(of(2, [1, 2, 3, 4])).toBeNull()
})

it('finds where it looks for a class, and how strong that is beside the strongest', async () => {
  const known = await unpacked(look(1))
  const heat = whereItLooks(known, classId(2))!
  expect({ ...heat, values: [...heat.values] }).toEqual({
    height: 1,
    width: 2,
    values: [1, 2],
    peak: 2,
    share: 0.5,
  })
  expect(whereItLooks(known, classId(99))).toBeNull()
  const said = (id: number, place = undefined as null | undefined, of = known) =>
    heatSentence(of, whereItLooks(of, classId(id)), 'Shirt', place)
  const at = 'Grad-CAM at conv_1 + relu, 1 × 2.'
  expect(said(7)).toBe(`What speaks for Shirt: no class has stronger evidence. ${at}`)
  expect(said(2)).toBe(`What speaks for Shirt: at its peak 50.0${NBSP}% of the strongest class’s. ${at}`)
  expect(said(1)).toBe(`Nothing it sees here speaks for Shirt. ${at}`)
  expect(said(7, null, { ...known, row: { ...known.row, source: 'photo' } })).toContain('could not be found')
  expect(said(7, null, { ...known, attention: null, backbone: 'mobilenet' })).toContain('a head on mobilenet')
})

it('enlarges between the middles of cells, and holds the edge', () => {
  const values = Float32Array.of(0, 4, 8, 12)
  const large = enlarged({ height: 2, width: 2, values, peak: 12, share: 1 }, 4)
  expect([...large]).toEqual([0, 1, 3, 4, 2, 3, 5, 6, 6, 7, 9, 10, 8, 9, 11, 12])
})

it('frames what was seen of a photo that was turned', () => {
  const corners = frameOf({
    ...{ width: 100, height: 200, rotate: 90 },
    // Of the photo on its side, 200 x 100: its left half.
    box: { x: 0, y: 0, width: 0.5, height: 1 },
    within: { x: 0, y: 0, width: 1, height: 1 },
  })
  // Clockwise by a quarter: its left is the photo's bottom.
  expect(corners.flat().map((part) => Math.round(part * 1e6) / 1e6)).toEqual([0, 1, 0, 0.5, 1, 0.5, 1, 1])
})

it('saves the numbers as rows that any program reads', async () => {
  const rows = numbersOf(await unpacked(look(1)), (id) => (id === 7 ? 'Say "cheese", please' : `class ${id}`))
  expect(asFile(rows).split('\r\n')).toEqual([
    'part,name,value,least,largest',
    'probability,"Say ""cheese"", please",0.7,,',
    'probability,class 2,0.3,,',
    'probability,class 1,0,,',
    'conv_1 + batch norm + relu,"map 1, mean",1.5,0.5,2.5',
    'conv_1 + batch norm + relu,"map 2, mean",0,0,0',
    'max_pool_4,"map 1, mean",-3,-3,-3',
    'global_average_pool_5,value 1,1.5,,',
    'global_average_pool_5,value 2,0,,',
    '',
  ])
  expect(fileName('my shirt.jpg', 'T-shirt/top', 'conv_1 + relu')).toBe(
    'my-shirt-jpg-T-shirt-top-conv_1-relu',
  )
})
