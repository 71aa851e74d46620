import { describe, expect, it } from 'vitest'
import type { Augmentation } from '../../shared/contract/engine.ts'
import { augmentBatch } from './augment.ts'
import type { PictureShape } from './pixels.ts'
import { Random } from '../../shared/random.ts'

const SHAPE: PictureShape = [28, 28, 1]
const SIZE = 784
const OFF: Augmentation = { flip: false, shift: 0, zoom: 0, rotate: 0, erase: 0 }

/** A bright block off the middle, so that every change shows. */
const picture = Uint8Array.from({ length: SIZE }, (_, i) => {
  const [x, y] = [i % 28, Math.floor(i / 28)]
  return x >= 6 && x < 16 && y >= 8 && y < 24 ? 100 + 5 * x + y : 0
})

function augment(options: Partial<Augmentation>, seed = 1): Float32Array {
  const target = new Float32Array(SIZE)
  const random = new Random(seed, 'augment')
  return augmentBatch(picture, Uint32Array.of(0), SHAPE, { ...OFF, ...options }, random, target)
}

/** Mean position of the light, in pixels from the left and the top. */
function centre(image: Float32Array): [x: number, y: number] {
  const sum = image.reduce((total, v) => total + v, 0)
  const at = (position: (i: number) => number) =>
    image.reduce((total, v, i) => total + v * position(i), 0) / sum
  return [at((i) => i % 28), at((i) => Math.floor(i / 28))]
}

const original = Float32Array.from(picture, (byte) => byte / 255)
const seeds = Array.from({ length: 40 }, (_, i) => i)

describe('augmentBatch', () => {
  it('changes nothing but the scale when all is off', () => {
    augment({}).forEach((v, i) => expect(v).toBeCloseTo(original[i]!, 6))
  })

  it('draws the same for the same seed', () => {
    const all = { flip: true, shift: 0.1, zoom: 0.1, rotate: 10, erase: 0.5, contrast: 0.4 }
    expect(augment(all, 5)).toEqual(augment(all, 5))
    expect(augment(all, 5)).not.toEqual(augment(all, 6))
  })

  it('mirrors about half of the images, exactly', () => {
    const mirrored = original.map((_, i) => original[Math.floor(i / 28) * 28 + 27 - (i % 28)]!)
    const flips = seeds.filter((seed) => {
      const flipped = Math.abs(augment({ flip: true }, seed)[10 * 28 + 6]! - original[10 * 28 + 6]!) > 0.1
      augment({ flip: true }, seed).forEach((v, i) =>
        expect(v).toBeCloseTo((flipped ? mirrored : original)[i]!, 5),
      )
      return flipped
    })
    expect(flips.length).toBeGreaterThan(8)
    expect(flips.length).toBeLessThan(32)
  })

  it('shifts up to the fraction asked for, both ways', () => {
    const [x, y] = centre(original)
    const moves = seeds.map((seed) => centre(augment({ shift: 0.1 }, seed)))
    const dx = moves.map(([to]) => to - x)
    const dy = moves.map(([, to]) => to - y)
    for (const d of [...dx, ...dy]) expect(Math.abs(d)).toBeLessThanOrEqual(2.81)
    for (const d of [dx, dy]) {
      expect(Math.min(...d)).toBeLessThan(-1)
      expect(Math.max(...d)).toBeGreaterThan(1)
    }
  })

  it('zooms about the middle: the light grows with the square of the scale', () => {
    const sum = (image: Float32Array) => image.reduce((total, v) => total + v, 0)
    const ratios = seeds.map((seed) => sum(augment({ zoom: 0.1 }, seed)) / sum(original))
    expect(Math.min(...ratios)).toBeGreaterThan(0.78)
    expect(Math.max(...ratios)).toBeLessThan(1.24)
    expect(Math.max(...ratios) - Math.min(...ratios)).toBeGreaterThan(0.2)
  })

  it('rotates about the middle and keeps the light', () => {
    const sum = (image: Float32Array) => image.reduce((total, v) => total + v, 0)
    for (const seed of seeds.slice(0, 10)) {
      const turned = augment({ rotate: 20 }, seed)
      expect(sum(turned) / sum(original)).toBeCloseTo(1, 1)
      const from = Math.hypot(...(centre(original).map((c) => c - 13.5) as [number, number]))
      const to = Math.hypot(...(centre(turned).map((c) => c - 13.5) as [number, number]))
      expect(Math.abs(from - to)).toBeLessThan(0.3)
    }
  })

  it('erases one rectangle of at most a quarter of the image, at the rate asked for', () => {
    const changed = (seed: number) => {
      const image = augment({ erase: 0.5 }, seed)
      return Array.from(image, (v, i) => (Math.abs(v - original[i]!) > 1e-5 ? i : -1)).filter((i) => i >= 0)
    }
    const erased = seeds.map(changed).filter((pixels) => pixels.length > 0)
    expect(erased.length).toBeGreaterThan(8)
    expect(erased.length).toBeLessThan(32)
    for (const pixels of erased) {
      const [xs, ys] = [pixels.map((i) => i % 28), pixels.map((i) => Math.floor(i / 28))]
      const box = (Math.max(...xs) - Math.min(...xs) + 1) * (Math.max(...ys) - Math.min(...ys) + 1)
      expect(pixels.length).toBe(box)
      expect(box).toBeLessThanOrEqual(0.3 * SIZE)
    }
  })

  it('bends tones between black and white and leaves those two', () => {
    for (const seed of seeds.slice(0, 10)) {
      const image = augment({ contrast: 0.5 }, seed)
      const powers = Array.from(image, (v, i) => Math.log(v) / Math.log(original[i]!)).filter(Number.isFinite)
      expect(Math.max(...powers) - Math.min(...powers)).toBeLessThan(1e-3)
      expect(powers[0]).toBeGreaterThan(1 / 1.51)
      expect(powers[0]).toBeLessThan(1.51)
      image.forEach((v, i) => picture[i] === 0 && expect(v).toBe(0))
    }
  })

  it('does to every channel of any shape what it does to one', () => {
    const shape = [5, 9] as const
    const all = { flip: true, shift: 0.2, zoom: 0.3, rotate: 30, erase: 0, contrast: 1 }
    const grey = Uint8Array.from({ length: 45 }, (_, i) => (i * 37) % 256)
    const colour = Uint8Array.from({ length: 135 }, (_, i) => grey[Math.floor(i / 3)]!)
    for (const seed of seeds) {
      const once = (source: Uint8Array, channels: number) =>
        augmentBatch(
          source,
          Uint32Array.of(0),
          [...shape, channels],
          all,
          new Random(seed, 'augment'),
          new Float32Array(source.length),
        )
      const one = once(grey, 1)
      expect([...once(colour, 3)]).toEqual([...one].flatMap((value) => [value, value, value]))
    }
  })
})
