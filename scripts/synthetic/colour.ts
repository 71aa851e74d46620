import type { Random } from '../../src/shared/random.ts'

/** Red, green, blue, 0..1. */
export type Rgb = readonly [number, number, number]

/** Hue 0..1, saturation 0..1, value 0..1 as RGB. */
export function fromHsv(hue: number, saturation: number, value: number): Rgb {
  const channel = (n: number) => {
    const k = (n + hue * 6) % 6
    return value - value * saturation * Math.max(0, Math.min(k, 4 - k, 1))
  }
  return [channel(5), channel(3), channel(1)]
}

/** A colour of cloth: a third are black, grey, white or nearly so, as in wardrobes. */
export function clothColour(random: Random): Rgb {
  const muted = random.next() < 0.35
  const saturation = muted ? random.between(0, 0.12) : random.between(0.15, 0.95)
  return fromHsv(random.next(), saturation, random.between(0.05, 1))
}

/** A colour of a room: warm and pale more often than not. */
export function roomColour(random: Random): Rgb {
  if (random.next() < 0.25) return clothColour(random)
  return fromHsv(random.between(0, 0.17), random.between(0, 0.5), random.between(0.25, 1))
}

export const mix = (a: Rgb, b: Rgb, part: number): Rgb => [
  a[0] + (b[0] - a[0]) * part,
  a[1] + (b[1] - a[1]) * part,
  a[2] + (b[2] - a[2]) * part,
]
