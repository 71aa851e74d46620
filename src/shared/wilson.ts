import type { Score } from './domain.ts'

/** 97.5th percentile of the normal distribution. */
const Z = 1.96

/** Wilson's 95 % interval of an accuracy (Wilson 1927), which also holds for a handful of images. */
export function wilson({ images, accuracy }: Score): [low: number, high: number] {
  const z2 = (Z * Z) / images
  const centre = accuracy + z2 / 2
  const spread = Z * Math.sqrt((accuracy * (1 - accuracy)) / images + (z2 / images) * 0.25)
  return [(centre - spread) / (1 + z2), (centre + spread) / (1 + z2)]
}
