/** Sides that thumbnails are decoded at, so that a slightly larger tile does not need them anew. */
const SIDES = [64, 96, 128, 192, 256]

/** The side to decode at for a tile of so many device pixels: thumbnails have no more than the largest. */
export const decodedSide = (tile: number): number => SIDES.find((side) => side >= tile) ?? SIDES.at(-1)!

/** The middle square of a thumbnail, at most so large. */
export async function decodeSquare(file: Uint8Array<ArrayBuffer>, side: number): Promise<ImageBitmap> {
  const whole = await createImageBitmap(new Blob([file], { type: 'image/webp' }))
  const square = Math.min(whole.width, whole.height)
  const [left, top] = [(whole.width - square) >> 1, (whole.height - square) >> 1]
  const to = Math.min(side, square)
  try {
    const size = { resizeWidth: to, resizeHeight: to, resizeQuality: 'medium' } as const
    return await createImageBitmap(whole, left, top, square, square, size)
  } finally {
    whole.close()
  }
}
