// @vitest-environment jsdom
import { expect, it } from 'vitest'
import { MARK } from '../../../../shared/contract/map.ts'
import type { ModelId } from '../../../../shared/domain.ts'
import { Cloud } from './cloud.ts'
import { Marks } from './marks.ts'
import { asCsv, asSvg, type Sheet } from './save.ts'

it('a CSV has each image that is there, where it lies in its own units, what it is said to be and what the model says', async () => {
  const bytes = new ArrayBuffer(27)
  const marks = new Marks(bytes, 3)
  marks.labels.set([1, 0, 2])
  marks.predicted.set([2, 0, 2])
  new Uint8Array(bytes, 24, 3).set([MARK.present | MARK.answered, MARK.present, 0])
  const cloud = new Cloud({
    ...{ method: 'umap', model: 'v1' as ModelId, ids: Uint32Array.of(7, 8, 9) },
    points: Float32Array.of(1.5, -2, 30, 4, 5, 6),
  })
  const csv = await asCsv({ cloud, marks, version: 0 }, (id) => (id === 1 ? 'Shirt, "blue"' : '=Coat')).text()
  expect(csv.split('\n')).toEqual([
    'image,x,y,label,prediction',
    `7,1.5,-2,"Shirt, ""blue""",'=Coat`,
    '8,30,4,,',
    '',
  ])
})

it('an SVG has its words as words, whatever is in them, and its points as a picture', async () => {
  const picture = document.createElement('canvas')
  Object.assign(picture, { width: 200, height: 100, toDataURL: () => 'data:image/png;base64,AA' })
  const sheet: Sheet = {
    ...{ title: 'A <map> & more', caption: '2 images' },
    legend: [{ name: '"Coat"', images: '2', colour: [1, 2, 3], hollow: true }],
    ...{ background: [255, 255, 255], text: [0, 0, 0], muted: [9, 9, 9], font: 'serif' },
  }
  const text = await asSvg(picture, 2, sheet).text()
  const parsed = new DOMParser().parseFromString(text, 'image/svg+xml')
  expect(parsed.querySelector('parsererror')).toBeNull()
  expect([...parsed.querySelectorAll('text')].map(({ textContent }) => textContent)).toEqual([
    ...['A <map> & more', '2 images', '"Coat"', '2'],
  ])
  const image = parsed.querySelector('image')!
  expect([image.getAttribute('width'), image.getAttribute('href')]).toEqual([
    '100',
    'data:image/png;base64,AA',
  ])
})
