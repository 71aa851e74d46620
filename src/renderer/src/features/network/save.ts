import { csv } from '../../../../shared/figures/csv.ts'
import { download } from '../../lib/download.ts'
import { layoutOf, drawSheet } from './sheet.ts'
import type { Pictures } from './shades.ts'
import { factsOf, type Look } from './unpack.ts'
import { layerNames } from './words.ts'

/** Pixels across a sheet that is saved, so that it fills a slide. */
const WIDTH = 1600

/** "Ankle boot 17.jpg" -> "Ankle-boot-17-jpg": what every file system takes. */
export const fileName = (...parts: string[]): string =>
  parts.map((part) => part.replaceAll(/[^\p{L}\p{N}_]+/gu, '-').replaceAll(/^-|-$/g, '')).join('-')

function savePicture(name: string, canvas: HTMLCanvasElement) {
  canvas.toBlob((blob) => blob && download(`${name}.png`, blob), 'image/png')
}

/** A stage's sheet as a PNG. */
export function saveSheet(name: string, pictures: Pictures) {
  const canvas = document.createElement('canvas')
  drawSheet(canvas, pictures, layoutOf(pictures, WIDTH))
  savePicture(name, canvas)
}

/** A picture with what lies over it, as it is seen. */
export function saveOverlay(
  name: string,
  picture: HTMLImageElement | HTMLCanvasElement,
  heat: HTMLCanvasElement,
  opacity: number,
) {
  const natural = picture instanceof HTMLImageElement ? picture.naturalWidth : 0
  const scale = Math.max(1, natural / heat.width)
  const size = { width: Math.round(heat.width * scale), height: Math.round(heat.height * scale) }
  const canvas = Object.assign(document.createElement('canvas'), size)
  const context = canvas.getContext('2d')
  if (!context) return
  context.imageSmoothingEnabled = picture instanceof HTMLImageElement
  // As it is shown: a photo loses colour under it.
  context.filter = picture.style.filter || 'none'
  context.drawImage(picture, 0, 0, size.width, size.height)
  context.filter = 'none'
  context.imageSmoothingEnabled = true
  context.globalAlpha = opacity
  context.drawImage(heat, 0, 0, size.width, size.height)
  savePicture(name, canvas)
}

/** Probabilities, statistics of maps, and vectors: a row each. */
export function numbersOf(look: Look, className: (id: Look['probabilities'][number]['classId']) => string) {
  const rows: (string | number)[][] = [['part', 'name', 'value', 'least', 'largest']]
  for (const { classId, probability } of look.probabilities)
    rows.push(['probability', className(classId), probability, '', ''])
  for (const stage of look.stages) {
    const part = stage.kind === 'features' ? 'features' : layerNames(stage.layers)
    if (stage.form === 'vector') {
      stage.values.forEach((value, i) => rows.push([part, `value ${i + 1}`, value, '', '']))
      continue
    }
    for (let map = 0; map < stage.count; map++) {
      const { mean, least, largest } = factsOf(stage, map)
      rows.push([part, `map ${map + 1}, mean`, mean, least, largest])
    }
  }
  return rows
}

/** These rows as a file; the first names the columns. */
export const asFile = ([columns = [], ...rows]: ReturnType<typeof numbersOf>): string =>
  csv({ columns: columns.map(String), rows })

export const saveNumbers = (name: string, rows: ReturnType<typeof numbersOf>) =>
  download(`${name}.csv`, new Blob([asFile(rows)], { type: 'text/csv' }))
