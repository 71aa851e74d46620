import { expect, it } from 'vitest'
import { qualityOf } from './picture-quality.ts'

const SIDE = 64
const picture = (at: (x: number, y: number) => number) => ({
  ...{ width: SIDE, height: SIDE },
  pixels: Uint8Array.from({ length: SIDE * SIDE }, (_, i) => at(i % SIDE, Math.floor(i / SIDE))),
})

it('of one grey there is neither contrast nor sharpness', () => {
  expect(qualityOf(picture(() => 90))).toEqual({ light: 90, contrast: 0, sharpness: 0 })
})

it('contrast is the standard deviation, light what 19 of 20 pixels are not lighter than', () => {
  // Half of it 50, half of it 150.
  expect(qualityOf(picture((x) => (x < SIDE / 2 ? 50 : 150)))).toMatchObject({ light: 150, contrast: 50 })
  // A strip of a thirty-second is lighter than that.
  expect(qualityOf(picture((x) => (x < 2 ? 250 : 20))).light).toBe(20)
})

it('sharpness is the variance of the Laplacian where it is largest', () => {
  // Stripes of one pixel: the Laplacian is 2 * (a - b) = 200, in turn with its negative; its variance 40,000 but for the tile's odd row.
  const stripes = qualityOf(picture((x, y) => (y < 32 ? 100 : x % 2 ? 200 : 100))).sharpness
  expect(stripes).toBeGreaterThan(39_000)
  expect(stripes).toBeLessThan(41_000)
  // The same between soft slopes: an edge that takes many pixels.
  expect(qualityOf(picture((x) => 100 + 50 * Math.sin(x / 10))).sharpness).toBeLessThan(1)
})
