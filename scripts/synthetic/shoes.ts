import type { Random } from '../../src/shared/random.ts'

/** Side of a silhouette of Fashion-MNIST. */
const SIDE = 28

/** How one drawn pair looks: lengths in pixels, tones 0..255. */
type Style = {
  width: number
  length: number
  gap: number
  lean: number
  upper: number
  opening: number
  openingLength: number
  shade: number
  sole: number
  laces: boolean
}

const drawStyle = (random: Random): Style => {
  const length = random.between(20, 26)
  return {
    length,
    width: length * random.between(0.3, 0.42),
    gap: random.between(-0.5, 3),
    lean: random.between(-0.12, 0.2),
    upper: random.between(120, 245),
    opening: random.between(20, 140),
    openingLength: random.between(0.3, 0.5),
    shade: random.between(-60, 60),
    sole: random.between(-50, 50),
    laces: random.next() < 0.5,
  }
}

/** Tone of a shoe `across` its middle line and `down` from its middle, in pixels; undefined beside it. */
function toneAt(style: Style, across: number, down: number, side: number, row: number): number | undefined {
  // -1 is the toe, 1 the heel.
  const t = down / (style.length / 2)
  if (Math.abs(t) > 1) return undefined
  const taper = (1 - 0.18 * Math.max(0, t)) * (1 - 0.12 * Math.max(0, -t))
  const halfWidth = 0.5 * style.width * Math.sqrt(1 - Math.abs(t) ** 3.5) * taper
  // A foot bends inwards.
  const bend = side * 0.06 * style.width * Math.sin((Math.PI * (t + 1)) / 2)
  const u = (across + bend) / Math.max(0.01, halfWidth)
  if (Math.abs(u) > 1) return undefined
  const intoOpening = (t - (0.85 - style.openingLength)) / style.openingLength
  if (Math.hypot(u / 0.62, intoOpening) < 1) return style.opening
  const edge = Math.abs(u) > 0.8 || Math.abs(t) > 0.93 ? style.sole : 0
  const lace = style.laces && t < 0.2 && t > -0.45 && Math.abs(u) < 0.45 && row % 2 === 1 ? style.shade : 0
  return style.upper + edge - lace + style.shade * (t + 0.3) * 0.3
}

/**
 * A pair of shoes from above, as people photograph them and Fashion-MNIST never shows them: 28 x 28 bytes, light on black,
 * toes up or down. Now and then a single one.
 */
export function shoesFromAbove(random: Random): Uint8Array {
  const out = new Uint8Array(SIDE * SIDE)
  const sides = random.next() < 0.15 ? [0] : [-1, 1]
  const style = drawStyle(random)
  const toesDown = random.next() < 0.3
  for (let y = 0; y < SIDE; y++) {
    const down = (toesDown ? SIDE - 1 - y : y) - 13.5
    for (let x = 0; x < SIDE; x++) {
      for (const side of sides) {
        const across = x - 13.5 - (side * (style.width + style.gap)) / 2 - side * style.lean * down
        const tone = toneAt(style, across, down, side, y)
        if (tone !== undefined) out[y * SIDE + x] = Math.max(25, Math.min(255, Math.round(tone)))
      }
    }
  }
  return out
}

/** Two of one shoe (a silhouette of Fashion-MNIST), the second a little before the first, turned, at times mirrored. */
export function pairOf(shoe: Uint8Array, random: Random): Uint8Array {
  const out = new Uint8Array(SIDE * SIDE)
  const scale = random.between(0.62, 0.8)
  const [dx, dy] = [random.between(0, 5), random.between(4, 8)]
  const mirror = random.next() < 0.3 ? -1 : 1
  const turn = random.between(-0.3, 0.3)
  for (const { side, angle, sign } of [
    { side: -1, angle: 0, sign: 1 },
    { side: 1, angle: turn, sign: mirror },
  ]) {
    const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale]
    for (let i = 0; i < SIDE * SIDE; i++) {
      const across = (i % SIDE) - 13.5 - side * dx
      const down = Math.floor(i / SIDE) - 13.5 - side * dy
      const x = Math.round(sign * (across * cos + down * sin) + 13.5)
      const y = Math.round(down * cos - across * sin + 13.5)
      const value = x >= 0 && y >= 0 && x < SIDE && y < SIDE ? shoe[y * SIDE + x]! : 0
      if (value > 15) out[i] = value
    }
  }
  return out
}
