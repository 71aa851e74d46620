import { drawPixels } from './pixels.ts'

const SIDE = 28
/** Between two pictures, half on either side; in CSS pixels, as .tile's padding. */
const MARGIN = 1

/** Holds one dataset image at a time, on its way to a row's canvas. */
const scratch = document.createElement('canvas')
scratch.width = scratch.height = SIDE

/**
 * Draws a row's dataset images on one canvas. A canvas for each tile would be a layer for each, and hundreds of layers
 * cost the compositor several frames for each one scrolled (measured: 71 ms of 172 for 532 tiles).
 */
export class RowPainter {
  readonly #context: CanvasRenderingContext2D | null
  #drawn: (Uint8Array | undefined)[] = []
  #tile = 0

  constructor(canvas: HTMLCanvasElement) {
    // In main memory: these are small, change often, and are never animated.
    this.#context = canvas.getContext('2d', { willReadFrequently: true })
  }

  /** Only what has changed since is drawn. */
  draw(pictures: readonly (Uint8Array | undefined)[], tile: number, scale: number) {
    const context = this.#context
    if (!context) return
    const side = Math.round(tile * scale)
    const { canvas } = context
    if (this.#tile !== side || this.#drawn.length !== pictures.length) {
      canvas.width = side * pictures.length
      canvas.height = side
      this.#drawn = new Array(pictures.length)
      this.#tile = side
      context.imageSmoothingQuality = 'medium'
    }
    const margin = Math.round(MARGIN * scale)
    pictures.forEach((picture, column) => {
      if (this.#drawn[column] === picture) return
      this.#drawn[column] = picture
      context.clearRect(column * side, 0, side, side)
      if (!picture) return
      drawPixels(scratch, picture)
      const size = side - 2 * margin
      context.drawImage(scratch, column * side + margin, margin, size, size)
    })
  }
}
