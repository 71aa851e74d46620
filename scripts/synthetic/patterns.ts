import type { Random } from '../../src/shared/random.ts'
import { clothColour, mix, roomColour, type Rgb } from './colour.ts'
import { folds, smoothNoise } from './noise.ts'

/** The colour at each point of the picture. */
export type Paint = (x: number, y: number) => Rgb

const plain =
  (colour: Rgb): Paint =>
  () =>
    colour

/** Bands along a direction; `share` of each period has the second colour. */
function stripes(random: Random, a: Rgb, b: Rgb, angle: number): Paint {
  const period = random.between(3, 16)
  const share = random.between(0.15, 0.6) * period
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return (x, y) => ((x * cos + y * sin + 1e4) % period < share ? b : a)
}

function plaid(random: Random, a: Rgb, b: Rgb): Paint {
  const [one, other] = [stripes(random, a, b, 0), stripes(random, a, b, Math.PI / 2)]
  return (x, y) => mix(one(x, y), other(x, y), 0.5)
}

function dots(random: Random, a: Rgb, b: Rgb): Paint {
  const period = random.between(5, 16)
  const radius = random.between(0.15, 0.4) * period
  return (x, y) => {
    const row = Math.floor((y + 1e4) / period)
    const dx = ((x + (row & 1 ? period / 2 : 0) + 1e4) % period) - period / 2
    const dy = ((y + 1e4) % period) - period / 2
    return dx * dx + dy * dy < radius * radius ? b : a
  }
}

function blotches(random: Random, a: Rgb, b: Rgb): Paint {
  const noise = smoothNoise(random, random.between(3, 14))
  const third = clothColour(random)
  return (x, y) => {
    const value = noise(x, y)
    return value > 0.25 ? b : value < -0.35 ? third : a
  }
}

/** A print on the chest: a rectangle or an ellipse of another pattern. */
function print(random: Random, ground: Rgb, size: number): Paint {
  const ink = blotches(random, clothColour(random), clothColour(random))
  const [cx, cy] = [size * random.between(0.42, 0.58), size * random.between(0.32, 0.5)]
  const [rx, ry] = [size * random.between(0.06, 0.16), size * random.between(0.05, 0.16)]
  const round = random.next() < 0.5
  return (x, y) => {
    const [dx, dy] = [Math.abs(x - cx) / rx, Math.abs(y - cy) / ry]
    const inside = round ? dx * dx + dy * dy < 1 : Math.max(dx, dy) < 1
    return inside ? ink(x, y) : ground
  }
}

/** Cloth for a picture of `size` pixels: half of it plain, as most clothes are. */
export function cloth(random: Random, size: number): Paint {
  const [a, b] = [clothColour(random), clothColour(random)]
  const kind = random.next()
  if (kind < 0.5) return plain(a)
  if (kind < 0.62) return stripes(random, a, b, random.next() < 0.7 ? Math.PI / 2 : 0)
  if (kind < 0.68) return stripes(random, a, b, random.between(0, Math.PI))
  if (kind < 0.76) return plaid(random, a, b)
  if (kind < 0.82) return dots(random, a, b)
  if (kind < 0.9) return blotches(random, a, b)
  return print(random, a, size)
}

/** Boards or tiles: a colour for each, and dark lines between. */
function floor(random: Random): Paint {
  const base = roomColour(random)
  const angle = random.between(-0.3, 0.3) + (random.next() < 0.5 ? Math.PI / 2 : 0)
  const width = random.between(8, 40)
  const tiled = random.next() < 0.4
  const length = tiled ? width : width * random.between(3, 8)
  const grain = smoothNoise(random, tiled ? 6 : 14, tiled ? 6 : 1.5)
  const tone = smoothNoise(random, 1)
  const line = random.between(0.4, 0.9)
  const strength = random.between(0.02, 0.12)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return (x, y) => {
    const [u, v] = [x * cos + y * sin + 1e3, y * cos - x * sin + 1e3]
    const row = Math.floor(v / width)
    const along = u + (tiled ? 0 : (row * 0.37 * length) % length)
    const joint = v % width < 1 || along % length < 1
    const shade = joint ? line : 1 + strength * grain(u, v) + 0.08 * tone(Math.floor(along / length), row)
    return [base[0] * shade, base[1] * shade, base[2] * shade]
  }
}

/** A bed sheet or carpet: one colour in folds. */
function fabric(random: Random): Paint {
  const base = random.next() < 0.5 ? clothColour(random) : roomColour(random)
  const [wide, fine] = [folds(random, random.between(15, 50)), smoothNoise(random, 1.2)]
  const [depth, pile] = [random.between(0.05, 0.35), random.between(0, 0.12)]
  return (x, y) => {
    const shade = 1 + depth * wide(x, y) + pile * fine(x, y)
    return [base[0] * shade, base[1] * shade, base[2] * shade]
  }
}

/** Two grounds that meet in a line: a wall and a floor, the edge of a bed. */
function divided(random: Random, one: Paint, other: Paint, size: number): Paint {
  const angle = random.between(0, 2 * Math.PI)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const offset = size * (0.5 * (cos + sin) + random.between(0.1, 0.45))
  return (x, y) => (x * cos + y * sin < offset ? one(x, y) : other(x, y))
}

/** What a garment lies on or hangs before. */
export function ground(random: Random, size: number): Paint {
  const draw = (): Paint => {
    const kind = random.next()
    if (kind < 0.25) return plain(roomColour(random))
    if (kind < 0.6) return fabric(random)
    if (kind < 0.92) return floor(random)
    return cloth(random, size)
  }
  const first = draw()
  return random.next() < 0.25 ? divided(random, first, draw(), size) : first
}
