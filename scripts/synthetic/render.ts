import type { Random } from '../../src/shared/random.ts'
import { folds } from './noise.ts'
import { cloth, ground } from './patterns.ts'

/** Side of a silhouette of Fashion-MNIST. */
const SIDE = 28

/** Grey of a Fashion-MNIST image between its pixels, 0..1; outside of it 0. */
function grey(image: Uint8Array, x: number, y: number): number {
  const [x0, y0] = [Math.floor(x), Math.floor(y)]
  const [fx, fy] = [x - x0, y - y0]
  const at = (u: number, v: number) => (u < 0 || v < 0 || u >= SIDE || v >= SIDE ? 0 : image[v * SIDE + u]!)
  const top = at(x0, y0) * (1 - fx) + at(x0 + 1, y0) * fx
  const bottom = at(x0, y0 + 1) * (1 - fx) + at(x0 + 1, y0 + 1) * fx
  return (top * (1 - fy) + bottom * fy) / 255
}

/** The box of what is not black, in pixels: the silhouette fills its picture after it is enlarged. */
function extent(image: Uint8Array): { x: number; y: number; side: number } {
  let [left, right, top, bottom] = [SIDE, 0, SIDE, 0]
  for (let i = 0; i < image.length; i++) {
    if (image[i]! < 20) continue
    const [x, y] = [i % SIDE, Math.floor(i / SIDE)]
    ;[left, right] = [Math.min(left, x), Math.max(right, x)]
    ;[top, bottom] = [Math.min(top, y), Math.max(bottom, y)]
  }
  if (right < left) return { x: SIDE / 2, y: SIDE / 2, side: SIDE }
  return { x: (left + right) / 2, y: (top + bottom) / 2, side: Math.max(right - left, bottom - top) + 1 }
}

/** From a point of the picture to one of the silhouette: turned, sheared, mirrored, scaled to most of the picture. */
function placement(
  random: Random,
  image: Uint8Array,
  size: number,
): (x: number, y: number) => [number, number] {
  const { x: cx, y: cy, side } = extent(image)
  const scale = side / (size * random.between(0.68, 0.9))
  const stretch = random.between(0.88, 1.14)
  const angle = (random.between(-1, 1) ** 3 * 30 * Math.PI) / 180
  const shear = random.between(-0.12, 0.12)
  const mirror = random.next() < 0.5 ? -1 : 1
  const [dx, dy] = [random.between(-0.04, 0.04) * size, random.between(-0.04, 0.04) * size]
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return (x, y) => {
    const [u, v] = [x - size / 2 - dx, y - size / 2 - dy]
    const [a, b] = [u * cos + v * sin, v * cos - u * sin]
    return [cx + mirror * (a + shear * b) * scale * stretch, cy + (b * scale) / stretch]
  }
}

/** Between 0 and 1, rising where `value` passes from `low` to `high`. */
const ramp = (value: number, low: number, high: number): number =>
  Math.min(1, Math.max(0, (value - low) / (high - low)))

/**
 * A silhouette of Fashion-MNIST (28 x 28 bytes) as a colour photo of a garment might look: cloth of random colours and
 * patterns, in folds and light, on a random ground with its shadow, through a poor camera (domain randomisation, Tobin
 * et al. 2017, arXiv 1703.06907). Writes size x size x 3 bytes to `out`.
 */
export function render(image: Uint8Array, size: number, random: Random, out: Uint8Array): void {
  const place = placement(random, image, size)
  const [paint, behind] = [cloth(random, size), ground(random, size)]
  const wrinkles = folds(random, random.between(8, 30))
  const wrinkleDepth = random.between(0.05, 0.35)
  // How much of the silhouette's own grey is left: seams, collars and sleeves are in it. Dark cloth has it inverted.
  const relief = random.between(0.15, 0.7) * (random.next() < 0.3 ? -1 : 1)
  const shadow = { x: random.between(-0.04, 0.04) * size, y: random.between(-0.02, 0.05) * size }
  const shadowDepth = random.between(0, 0.45)
  const light = { x: random.between(-0.3, 0.3), y: random.between(-0.3, 0.3), all: random.between(0.7, 1.2) }
  const cast = [0, 1, 2].map(() => random.between(0.9, 1.1))
  const gamma = random.between(0.8, 1.25)
  const noise = random.between(0, 0.05)
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const value = grey(image, ...place(x, y))
      const cover = ramp(value, 0.06, 0.2)
      const shade =
        light.all * (1 + light.x * (x / size - 0.5) + light.y * (y / size - 0.5)) +
        noise * random.between(-1, 1)
      const own = 1 + relief * (value - 0.6) + wrinkleDepth * wrinkles(x, y)
      const dark =
        cover < 1 ? 1 - shadowDepth * ramp(grey(image, ...place(x - shadow.x, y - shadow.y)), 0, 0.5) : 1
      const front = cover > 0 ? paint(x, y) : undefined
      const back = cover < 1 ? behind(x, y) : undefined
      const at = (y * size + x) * 3
      for (let c = 0; c < 3; c++) {
        const linear = cover * (front?.[c] ?? 0) * own + (1 - cover) * (back?.[c] ?? 0) * dark
        out[at + c] = Math.round(255 * Math.min(1, Math.max(0, linear * shade * cast[c]!)) ** gamma)
      }
    }
  }
}
