import type { InputSpec } from '../../../../shared/domain.ts'
import type { Mask } from './adjusting.svelte.ts'

/** Draws a model's input, grey or in colour, on a canvas of its size. */
export function drawInput(canvas: HTMLCanvasElement, input: Uint8Array | undefined, spec: InputSpec) {
  const context = canvas.getContext('2d')
  if (!context) return
  context.clearRect(0, 0, spec.width, spec.height)
  if (!input) return
  const image = context.createImageData(spec.width, spec.height)
  for (let pixel = 0; pixel < spec.width * spec.height; pixel++) {
    for (let c = 0; c < 3; c++) {
      image.data[pixel * 4 + c] = input[pixel * spec.channels + (spec.channels === 3 ? c : 0)]!
    }
    image.data[pixel * 4 + 3] = 255
  }
  context.putImageData(image, 0, 0)
}

/** Draws what a mask leaves out, in the canvas's CSS colour; the canvas takes the mask's size. */
export function drawLeftOut(canvas: HTMLCanvasElement, { width, height, pixels }: Mask) {
  Object.assign(canvas, { width, height })
  const context = canvas.getContext('2d')
  if (!context) return
  const image = context.createImageData(width, height)
  pixels.forEach((garment, pixel) => (image.data[pixel * 4 + 3] = 255 - garment))
  context.putImageData(image, 0, 0)
  context.globalCompositeOperation = 'source-in'
  context.fillStyle = getComputedStyle(canvas).color
  context.fillRect(0, 0, width, height)
}
