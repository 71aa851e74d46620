import { Random } from '../../../../shared/random.ts'
import type { Camera, Size } from './camera.ts'

/** How a group is drawn now. */
export type Ink = {
  red: number
  green: number
  blue: number
  hollow: boolean
  front: boolean
  shown: boolean
  /** Another group is looked for. */
  dimmed: boolean
}

/** What is seen, and how. */
export type Look = {
  camera: Camera
  size: Size
  /** Device pixels of a CSS pixel. */
  ratio: number
  /** Diameter of a point, CSS pixels. */
  point: number
  /** How far the points are from where they were to where they lie, 0 to 1. */
  moved: number
  /** It moves: where drawing is slow, a fair part of the points does for now. */
  moving: boolean
  /** Of the theme: 0 to 255. */
  background: readonly [red: number, green: number, blue: number]
  inks: readonly Ink[]
}

/** Draws a map's points on a canvas. */
export type Painter = {
  /** Where they were and where they lie, x and y of each between -1 and 1. */
  points(from: Float32Array, to: Float32Array): void
  /** Each one's group; without an ink of its own it is not drawn. */
  groups(of: Uint8Array): void
  /** 1 of each that is chosen, the others being dimmed; null: nothing is chosen. */
  chosen(mask: Uint8Array | null): void
  draw(look: Look): void
  dispose(): void
}

/** All places in an order that has nothing to do with what they are, the same each time: no class covers the others. */
export function shuffled(count: number): Uint32Array<ArrayBuffer> {
  const order = Uint32Array.from({ length: count }, (_, place) => place)
  const random = new Random(1, 'map order')
  for (let i = count - 1; i > 0; i--) {
    const other = random.below(i + 1)
    ;[order[i], order[other]] = [order[other]!, order[i]!]
  }
  return order
}

/** In this order, one over the other. */
export const LAYERS = ['dimmed', 'plain', 'front'] as const
export type Layer = (typeof LAYERS)[number]

/** Which layers have anything in them: most often it is one. */
export function layersOf(inks: readonly Ink[], choosing: boolean): Layer[] {
  const shown = inks.filter((ink) => ink.shown)
  return LAYERS.filter((layer) => {
    if (layer === 'dimmed') return choosing || shown.some((ink) => ink.dimmed)
    return shown.some((ink) => !ink.dimmed && ink.front === (layer === 'front'))
  })
}

/** How much is left of a colour that is dimmed. */
export const DIMMED = 0.18
/** A little is seen through each point, so that many on one place look like many. */
export const OPAQUE = 0.85
