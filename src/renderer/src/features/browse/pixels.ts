const SIDE = 28

/** Grey bytes as a canvas takes them. */
function imageData(context: CanvasRenderingContext2D, pixels: Uint8Array): ImageData {
  const image = context.createImageData(SIDE, SIDE)
  const words = new Uint32Array(image.data.buffer)
  // 0x010101 spreads a grey to blue, green and red (little-endian, as every platform Chromium runs on).
  for (let at = 0; at < words.length; at++) words[at] = 0xff000000 | ((pixels[at] ?? 0) * 0x010101)
  return image
}

/** Draws a dataset image, or nothing while its pixels are under way. */
export function drawPixels(canvas: HTMLCanvasElement, pixels: Uint8Array | undefined) {
  const context = canvas.getContext('2d')
  if (!context) return
  if (pixels) context.putImageData(imageData(context, pixels), 0, 0)
  else context.clearRect(0, 0, SIDE, SIDE)
}
