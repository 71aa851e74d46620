import type { Point } from './camera.ts'

/** Two corners nearer to each other than this are one, CSS pixels. */
const STEP = 3

/** Whether a corner is worth keeping after the one before it: a hand draws thousands, and each is gone through for each point. */
export const isStep = (before: Point | undefined, next: Point): boolean =>
  before === undefined || Math.hypot(next.x - before.x, next.y - before.y) >= STEP

/** The least rectangle around a polygon. */
export function boundsOf(polygon: readonly Point[]) {
  const xs = polygon.map(({ x }) => x)
  const ys = polygon.map(({ y }) => y)
  return { left: Math.min(...xs), right: Math.max(...xs), bottom: Math.min(...ys), top: Math.max(...ys) }
}

/** Whether a point is within a polygon, which closes itself; where it crosses itself, by the even-odd rule. */
export function contains(polygon: readonly Point[], x: number, y: number): boolean {
  let inside = false
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [a, b] = [polygon[i]!, polygon[j]!]
    if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) inside = !inside
  }
  return inside
}
