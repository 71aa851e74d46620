import { csv } from '../../../../shared/figures/csv.ts'
import type { Figure } from '../../../../shared/figures/figure.ts'
import { figureSvg } from '../../../../shared/figures/svg.ts'
import type { FigureTheme } from '../../../../shared/figures/theme.ts'

export const FORMATS = ['png', 'svg', 'csv'] as const
export type Format = (typeof FORMATS)[number]

/** Pixels of a PNG for each of the screen's: sharp on slides. */
const SCALE = 2

/** A figure as a file: a picture with its title and caption on the surface's colour, or its numbers. */
export async function figureFile(
  figure: Figure,
  theme: FigureTheme,
  size: { width: number; height: number },
  format: Format,
): Promise<{ name: string; content: Blob }> {
  const name = `${figure.file}.${format}`
  if (format === 'csv') return { name, content: new Blob([csv(figure.table)], { type: 'text/csv' }) }
  const { svg, width, height } = figureSvg(figure, theme, size)
  const picture = new Blob([svg], { type: 'image/svg+xml' })
  return { name, content: format === 'svg' ? picture : await png(picture, width * SCALE, height * SCALE) }
}

async function png(svg: Blob, width: number, height: number): Promise<Blob> {
  const image = new Image()
  image.src = URL.createObjectURL(svg)
  try {
    await image.decode()
    const canvas = new OffscreenCanvas(width, height)
    canvas.getContext('2d')!.drawImage(image, 0, 0, width, height)
    return await canvas.convertToBlob({ type: 'image/png' })
  } finally {
    URL.revokeObjectURL(image.src)
  }
}
