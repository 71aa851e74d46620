/** A point of the map, or a place on the screen in CSS pixels from its upper left corner. */
export type Point = { x: number; y: number }
export type Size = { width: number; height: number }

/** What part of the map is seen: its middle, and how many CSS pixels a unit of the map takes. The map's y goes up. */
export type Camera = { x: number; y: number; scale: number }

/** The map lies between -1 and 1 in both directions; so much is left free around it, CSS pixels. */
const MARGIN = 24
/** How far one may zoom in, and out, from all of it. */
const MOST = 400
const LEAST = 0.5

/** All of the map. */
export function fitted({ width, height }: Size): Camera {
  return { x: 0, y: 0, scale: Math.max(1, Math.min(width, height) / 2 - MARGIN) }
}

export const onScreen = ({ x, y, scale }: Camera, { width, height }: Size, at: Point): Point => ({
  x: width / 2 + (at.x - x) * scale,
  y: height / 2 - (at.y - y) * scale,
})

export const onMap = ({ x, y, scale }: Camera, { width, height }: Size, at: Point): Point => ({
  x: x + (at.x - width / 2) / scale,
  y: y - (at.y - height / 2) / scale,
})

/** Moved by so many CSS pixels, as a hand moves a sheet; the middle of what is seen stays on the map. */
export function panned(camera: Camera, dx: number, dy: number): Camera {
  const within = (value: number) => Math.max(-1, Math.min(1, value))
  return {
    ...camera,
    x: within(camera.x - dx / camera.scale),
    y: within(camera.y + dy / camera.scale),
  }
}

/** Closer by `factor`, the point that is at `at` on the screen staying there. */
export function zoomed(camera: Camera, size: Size, factor: number, at: Point): Camera {
  const all = fitted(size).scale
  const scale = Math.max(LEAST * all, Math.min(MOST * all, camera.scale * factor))
  const fixed = onMap(camera, size, at)
  return {
    x: fixed.x - (at.x - size.width / 2) / scale,
    y: fixed.y + (at.y - size.height / 2) / scale,
    scale,
  }
}

/** Diameter of a point, CSS pixels: the fewer there are and the closer one looks, the larger. */
export function pointSize(camera: Camera, size: Size, count: number): number {
  const closer = camera.scale / fitted(size).scale
  const base = Math.max(2.5, Math.min(9, 600 / Math.sqrt(count + 1)))
  return Math.min(14, base * Math.max(0.8, closer) ** 0.45)
}
