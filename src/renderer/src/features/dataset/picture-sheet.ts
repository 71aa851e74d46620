import type { FigureTheme } from '../../../../shared/figures/theme.ts'
import { download } from '../../lib/download.ts'

/** Pictures that belong together, and what they are called. */
export type Block = { name: string; pictures: readonly CanvasImageSource[] }

export type Sheet = {
  title: string
  caption: string
  /** Without its ending. */
  file: string
  blocks: readonly Block[]
  /** Blocks side by side, and pictures side by side in one. */
  across: number
  perLine: number
  /** Enlarged pixel by pixel: right for pictures of few pixels. */
  pixelated: boolean
}

/** Device pixels of a picture's side, between two, around all, and of a line of text. */
const SIDE = 112
const GAP = 4
const MARGIN = 32
const LINE = 28

/** Where a block's pictures begin and how large it is. */
function layout({ blocks, across, perLine }: Sheet) {
  const widest = Math.min(perLine, Math.max(1, ...blocks.map(({ pictures }) => pictures.length)))
  const width = widest * (SIDE + GAP) + MARGIN / 2
  const lines = Math.max(1, ...blocks.map(({ pictures }) => Math.ceil(pictures.length / perLine)))
  const height = LINE + lines * (SIDE + GAP) + MARGIN / 2
  const columns = Math.min(across, blocks.length)
  return { width, height, columns, rows: Math.ceil(blocks.length / across) }
}

/** Draws all of it on a canvas in the colours of a theme. */
export function drawSheet(sheet: Sheet, theme: FigureTheme): HTMLCanvasElement {
  const { width, height, columns, rows } = layout(sheet)
  const canvas = document.createElement('canvas')
  const head = MARGIN + 2 * LINE
  canvas.width = Math.max(900, 2 * MARGIN + columns * width)
  canvas.height = head + rows * height + MARGIN / 2
  const context = canvas.getContext('2d')
  if (!context) return canvas
  context.fillStyle = theme.surface
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.imageSmoothingEnabled = !sheet.pixelated
  const write = (text: string, x: number, y: number, font: string, colour: string) => {
    context.font = `${font} ${theme.font}`
    context.fillStyle = colour
    context.fillText(text, x, y)
  }
  write(sheet.title, MARGIN, MARGIN + 12, '600 26px', theme.text)
  write(sheet.caption, MARGIN, MARGIN + 12 + LINE, '18px', theme.muted)
  for (const [place, { name, pictures }] of sheet.blocks.entries()) {
    const left = MARGIN + (place % sheet.across) * width
    const top = head + Math.floor(place / sheet.across) * height
    write(name, left, top + 20, '600 18px', theme.text)
    for (const [at, picture] of pictures.entries()) {
      const x = left + (at % sheet.perLine) * (SIDE + GAP)
      const y = top + LINE + Math.floor(at / sheet.perLine) * (SIDE + GAP)
      context.drawImage(picture, x, y, SIDE, SIDE)
    }
  }
  return canvas
}

/** Gives the person the sheet as a PNG file. */
export function saveSheet(sheet: Sheet, theme: FigureTheme): void {
  drawSheet(sheet, theme).toBlob((png) => png && download(`${sheet.file}.png`, png), 'image/png')
}
