import type { ImageId } from '../../../../shared/domain.ts'
import type { Face } from './face.ts'
import type { Picture } from './pictures.svelte.ts'
import { drawPixels } from './pixels.ts'
import { drawFace, drawGone, type Place } from './words.ts'

const SIDE = 28
/** Between two pictures, half on either side, in CSS pixels. */
const MARGIN = 1

/** A tile as it is drawn: nothing but what lies over it while its picture is under way. */
export type Cell = { id: ImageId | undefined; picture: Picture | undefined; face: Face }

/** Holds one dataset image at a time, on its way to a row's canvas. */
const scratch = document.createElement('canvas')
scratch.width = scratch.height = SIDE

/**
 * Draws a row's tiles on one canvas. A canvas for each tile would be a layer for each, and hundreds of layers cost the
 * compositor several frames for each one scrolled (measured: 71 ms of 172 for 532 tiles). Names are drawn too, since
 * laying out two of them a tile costs more than all else.
 */
export class RowPainter {
  readonly #context: CanvasRenderingContext2D | null
  #drawn: (Cell | undefined)[] = []
  #side = 0

  constructor(canvas: HTMLCanvasElement) {
    // In main memory: these are small, change often, and are never animated.
    this.#context = canvas.getContext('2d', { willReadFrequently: true })
  }

  /** Only what has changed since is drawn. */
  draw(cells: readonly Cell[], tile: number, scale: number) {
    const context = this.#context
    if (!context) return
    const side = Math.round(tile * scale)
    this.#resize(context, side, cells.length)
    cells.forEach((cell, column) => {
      const drawn = this.#drawn[column]
      if (drawn?.id === cell.id && drawn?.picture === cell.picture && drawn?.face === cell.face) return
      this.#drawn[column] = cell
      drawCell(context, { left: column * side, side, scale }, cell)
    })
  }

  #resize(context: CanvasRenderingContext2D, side: number, columns: number) {
    if (this.#side === side && this.#drawn.length === columns) return
    context.canvas.width = side * columns
    context.canvas.height = side
    context.imageSmoothingQuality = 'medium'
    this.#drawn = new Array(columns)
    this.#side = side
  }
}

function drawCell(context: CanvasRenderingContext2D, place: Place, { picture, face }: Cell) {
  const { left, side, scale } = place
  context.clearRect(left, 0, side, side)
  if (picture === 'gone') drawGone(context, place)
  else if (picture) {
    const margin = Math.round(MARGIN * scale)
    const size = side - 2 * margin
    context.drawImage(ready(picture), left + margin, margin, size, size)
  }
  drawFace(context, place, face)
}

function ready(picture: Uint8Array | ImageBitmap): CanvasImageSource {
  if (!(picture instanceof Uint8Array)) return picture
  drawPixels(scratch, picture)
  return scratch
}
