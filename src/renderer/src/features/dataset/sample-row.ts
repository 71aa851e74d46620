import type { Picture } from '../browse/pictures.svelte.ts'
import { drawPixels } from '../browse/pixels.ts'

const scratch = document.createElement('canvas')
scratch.width = scratch.height = 28

/** A picture as another canvas takes it: valid until the next is asked for. */
export function drawable(picture: Picture | undefined): CanvasImageSource | null {
  if (!picture || picture === 'gone') return null
  if (!(picture instanceof Uint8Array)) return picture
  drawPixels(scratch, picture)
  return scratch
}

/** A row's pictures side by side, on one canvas: one for each would be slow to scroll (browse/painter.ts). */
export function drawRow(
  canvas: HTMLCanvasElement,
  pictures: readonly (Picture | undefined)[],
  side: number,
  gap: number,
): void {
  canvas.width = Math.max(1, pictures.length * (side + gap) - gap)
  canvas.height = side
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return
  for (const [place, picture] of pictures.entries()) {
    const source = drawable(picture)
    if (source) context.drawImage(source, place * (side + gap), 0, side, side)
  }
}
