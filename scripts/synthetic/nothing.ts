import type { Random } from '../../src/shared/random.ts'
import { clothColour, mix, roomColour } from './colour.ts'
import { folds } from './noise.ts'
import { cloth, ground, type Paint } from './patterns.ts'

/** Bars that cross the picture: edges of furniture, skirting boards, cables. */
function bars(random: Random, behind: Paint, size: number): Paint {
  const drawn = Array.from({ length: 1 + random.below(4) }, () => {
    const angle = random.between(0, Math.PI)
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
    const [cx, cy] = [random.between(0, size), random.between(0, size)]
    return {
      cos,
      sin,
      offset: cx * cos + cy * sin,
      width: size * random.between(0.01, 0.15),
      paint: cloth(random, size),
    }
  })
  return (x, y) => {
    const over = drawn.find(({ cos, sin, offset, width }) => Math.abs(x * cos + y * sin - offset) < width)
    return (over?.paint ?? behind)(x, y)
  }
}

/** A printed page: lines of dark marks. */
function page(random: Random, size: number): Paint {
  const [paper, ink] = [roomColour(random), clothColour(random)]
  const [line, letter] = [size * random.between(0.04, 0.12), size * random.between(0.01, 0.04)]
  const seed = random.uint32()
  const isInk = (column: number, row: number) => ((column * 73856093) ^ (row * 19349663) ^ seed) % 5 > 1
  const margin = size * random.between(0.02, 0.15)
  return (x, y) => {
    const inside = x > margin && x < size - margin && y > margin && y < size - margin
    const written = y % line < line * 0.55 && isInk(Math.floor(x / letter), Math.floor(y / line))
    return inside && written ? ink : paper
  }
}

/** One colour that becomes another from top to bottom, or from a side: sky, walls in lamplight. */
function fade(random: Random, size: number): Paint {
  const [one, other] = [roomColour(random), clothColour(random)]
  const angle = random.between(0, 2 * Math.PI)
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return (x, y) => mix(one, other, 0.5 + ((x / size - 0.5) * cos + (y / size - 0.5) * sin) * 0.7)
}

function scene(random: Random, size: number): Paint {
  const kind = random.next()
  if (kind < 0.35) return ground(random, size)
  if (kind < 0.75) return bars(random, ground(random, size), size)
  return kind < 0.88 ? page(random, size) : fade(random, size)
}

/** A picture of no garment: rooms, pages, light. Writes size x size x 3 bytes to `out`. */
export function renderNothing(size: number, random: Random, out: Uint8Array): void {
  const paint = scene(random, size)
  const shade = folds(random, random.between(8, 40))
  const [depth, light, noise] = [random.between(0, 0.25), random.between(0.7, 1.2), random.between(0, 0.05)]
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const own = light * (1 + depth * shade(x, y)) + noise * random.between(-1, 1)
      const colour = paint(x, y)
      for (let c = 0; c < 3; c++) {
        out[(y * size + x) * 3 + c] = Math.round(255 * Math.min(1, Math.max(0, colour[c]! * own)))
      }
    }
  }
}
