import type { Random } from '../../shared/random.ts'

/** How much less than saturation the channels drift apart at the same amount: light is tinted, not coloured. */
const TINT = 0.4

/**
 * Changes the colours of an image (interleaved RGB, 0..1, at `to`, `pixels` of them) as another lamp or camera would: one
 * saturation from 1 - amount to 1 + amount, and a gain a channel from 1 / (1 + 0.4 amount) to 1 + 0.4 amount, both drawn
 * once an image. Greys stay grey but for the tint; values stay within 0..1. (Colour jitter: Howard 2013, arXiv 1312.5402.)
 */
export function recolour(
  target: Float32Array,
  to: number,
  pixels: number,
  amount: number,
  random: Random,
): void {
  const saturation = 1 + random.between(-amount, amount)
  const gain = () => (1 + TINT * amount) ** random.between(-1, 1)
  const gains = [gain(), gain(), gain()]
  for (let at = to; at < to + 3 * pixels; at += 3) {
    const grey = (target[at]! + target[at + 1]! + target[at + 2]!) / 3
    for (let c = 0; c < 3; c++) {
      const value = (grey + saturation * (target[at + c]! - grey)) * gains[c]!
      target[at + c] = value < 0 ? 0 : value > 1 ? 1 : value
    }
  }
}
