import type { InputSpec } from '../../../../shared/domain.ts'

type Form = Pick<InputSpec, 'width' | 'height' | 'channels'>

/** Bytes of a picture in the form of a model's input (grey, or interleaved RGB) as a canvas takes them. */
function imageData(bytes: Uint8Array, { width, height, channels }: Form): ImageData {
  const image = new ImageData(width, height)
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let c = 0; c < 3; c++)
      image.data[4 * pixel + c] = bytes[pixel * channels + Math.min(c, channels - 1)] ?? 0
    image.data[4 * pixel + 3] = 255
  }
  return image
}

/** Draws it at its own size, or nothing while it is under way. */
export function drawInput(canvas: HTMLCanvasElement, bytes: Uint8Array | undefined, form: Form): void {
  canvas.width = form.width
  canvas.height = form.height
  if (bytes) canvas.getContext('2d')?.putImageData(imageData(bytes, form), 0, 0)
}

/** A canvas that is in no document, to draw it from onto another. */
export function inputCanvas(bytes: Uint8Array, form: Form): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  drawInput(canvas, bytes, form)
  return canvas
}
