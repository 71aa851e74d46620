import type { ClassId } from '../../../../shared/domain.ts'
import { escapeHtml } from '../../../../shared/figures/base.ts'
import { field } from '../../../../shared/figures/csv.ts'
import type { Rgb } from './colour.ts'
import type { Shown } from './view.svelte.ts'

/**
 * What a map is saved as. Its points are pixels in either picture: 70,000 circles would be a file of 5 MB that few programs
 * open. Of an SVG the legend and the words are words.
 */
export const FORMATS = [
  { format: 'png', title: 'Picture (PNG), as it is seen' },
  { format: 'svg', title: 'Picture with its words (SVG)' },
  { format: 'csv', title: 'Numbers (CSV), all images' },
] as const
export type Format = (typeof FORMATS)[number]['format']

/** What is drawn beside the points. */
export type Sheet = {
  title: string
  caption: string
  legend: readonly { name: string; images: string; colour: Rgb; hollow: boolean }[]
  background: Rgb
  text: Rgb
  muted: Rgb
  font: string
}

const LEGEND_WIDTH = 240
const HEAD = 56
const LINE = 22
const PAD = 16

const css = ([red, green, blue]: Rgb) => `rgb(${Math.round(red)},${Math.round(green)},${Math.round(blue)})`

/** The picture with a title above and a legend beside it. @param ratio its pixels of a CSS pixel */
export async function asPng(picture: HTMLCanvasElement, ratio: number, sheet: Sheet): Promise<Blob> {
  const [width, height] = sizeOf(picture, ratio, sheet)
  const canvas = document.createElement('canvas')
  canvas.width = width * ratio
  canvas.height = height * ratio
  const context = canvas.getContext('2d')!
  context.scale(ratio, ratio)
  context.fillStyle = css(sheet.background)
  context.fillRect(0, 0, width, height)
  context.drawImage(picture, 0, HEAD, picture.width / ratio, picture.height / ratio)
  const write = (
    text: string,
    x: number,
    y: number,
    size: number,
    colour: Rgb,
    align: CanvasTextAlign = 'left',
  ) => {
    context.font = `${size === 16 ? '600 ' : ''}${size}px ${sheet.font}`
    context.textAlign = align
    context.fillStyle = css(colour)
    context.fillText(text, x, y)
  }
  write(sheet.title, PAD, 24, 16, sheet.text)
  write(sheet.caption, PAD, 44, 12, sheet.muted)
  for (const { entry, dot, y } of placedLegend(picture, ratio, sheet)) {
    context.beginPath()
    context.arc(dot, y - 4, entry.hollow ? 3.5 : 5, 0, 2 * Math.PI)
    context.lineWidth = 3
    context.fillStyle = context.strokeStyle = css(entry.colour)
    if (entry.hollow) context.stroke()
    else context.fill()
    write(entry.name, dot + 14, y, 12, sheet.text)
    write(entry.images, width - PAD, y, 12, sheet.muted, 'right')
  }
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be made.')))),
  )
}

/** The same with its words as words. */
export function asSvg(picture: HTMLCanvasElement, ratio: number, sheet: Sheet): Blob {
  const [width, height] = sizeOf(picture, ratio, sheet)
  const text = (words: string, x: number, y: number, size: number, colour: Rgb, more = '') =>
    `<text x="${x}" y="${y}" font-size="${size}" fill="${css(colour)}"${more}>${escapeHtml(words)}</text>`
  const legend = placedLegend(picture, ratio, sheet).map(({ entry, dot, y }) => {
    const ink = entry.hollow
      ? `r="3.5" fill="none" stroke="${css(entry.colour)}" stroke-width="3"`
      : `r="5" fill="${css(entry.colour)}"`
    return (
      `<circle cx="${dot}" cy="${y - 4}" ${ink}/>` +
      text(entry.name, dot + 14, y, 12, sheet.text) +
      text(entry.images, width - PAD, y, 12, sheet.muted, ' text-anchor="end"')
    )
  })
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="${escapeHtml(sheet.font)}">`,
    `<title>${escapeHtml(sheet.title)}</title>`,
    `<rect width="100%" height="100%" fill="${css(sheet.background)}"/>`,
    `<image y="${HEAD}" width="${picture.width / ratio}" height="${picture.height / ratio}" href="${picture.toDataURL()}"/>`,
    text(sheet.title, PAD, 24, 16, sheet.text, ' font-weight="600"'),
    text(sheet.caption, PAD, 44, 12, sheet.muted),
    ...legend,
    '</svg>',
  ]
  return new Blob([parts.join('\n')], { type: 'image/svg+xml' })
}

/** A line an image: where it lies in the method's own units, its label, and what the active version says. */
export function asCsv({ cloud, marks }: Shown, className: (id: ClassId) => string): Blob {
  const name = (id: ClassId | null) => (id === null ? '' : field(className(id)))
  const lines = ['image,x,y,label,prediction']
  for (let place = 0; place < cloud.length; place++) {
    if (!marks.present(place)) continue
    const [x, y] = [cloud.raw[2 * place]!, cloud.raw[2 * place + 1]!]
    lines.push(`${cloud.id(place)},${x},${y},${name(marks.label(place))},${name(marks.prediction(place))}`)
  }
  return new Blob([`${lines.join('\n')}\n`], { type: 'text/csv' })
}

function sizeOf(
  picture: HTMLCanvasElement,
  ratio: number,
  { legend }: Sheet,
): [width: number, height: number] {
  const beside = HEAD + legend.length * LINE + PAD
  return [picture.width / ratio + LEGEND_WIDTH, Math.max(picture.height / ratio + HEAD, beside)]
}

const placedLegend = (picture: HTMLCanvasElement, ratio: number, { legend }: Sheet) =>
  legend.map((entry, i) => ({ entry, dot: picture.width / ratio + PAD + 5, y: HEAD + PAD + i * LINE }))
