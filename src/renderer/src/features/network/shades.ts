import type { Kernels } from './network.svelte.ts'
import { factsOf, summaryOf, type MapStage } from './unpack.ts'

// Values as colours. A picture is dark where nothing is, in either theme, as the images are.

type Rgb = readonly [red: number, green: number, blue: number]

/** A pixel as a canvas has it in memory (little-endian, as every platform Chromium runs on). */
const pixel = ([red, green, blue]: Rgb, alpha = 255): number =>
  ((alpha << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0

/** The colour at a part, 0..1, of a way through colours that lie evenly on it. */
function along(colours: readonly Rgb[], part: number): Rgb {
  const at = part * (colours.length - 1)
  const low = Math.min(colours.length - 2, Math.floor(at))
  const mix = (channel: 0 | 1 | 2) =>
    colours[low]![channel] + (colours[low + 1]![channel] - colours[low]![channel]) * (at - low)
  return [mix(0), mix(1), mix(2)]
}

const scale = (colours: readonly Rgb[], alpha: (part: number) => number = () => 255): Uint32Array =>
  Uint32Array.from({ length: 256 }, (_, i) => pixel(along(colours, i / 255), Math.round(alpha(i / 255))))

const ZERO: Rgb = [14, 14, 14]
/** Of what is never negative: from black to white. */
export const GREY = scale([ZERO, [255, 255, 255]])
const NEGATIVE: readonly Rgb[] = [
  [190, 226, 255],
  [58, 142, 230],
  [18, 56, 104],
]
const POSITIVE: readonly Rgb[] = [
  [104, 52, 8],
  [232, 140, 30],
  [255, 236, 196],
]
/** Of what has a sign: light blue, black at zero, light orange; a pair that the colour-blind tell apart. */
export const DIVERGING = scale([...NEGATIVE, ZERO, ...POSITIVE])
/** Of where a network looks: clear, then violet, orange and yellow, the more the less can be seen through it. */
export const HEAT = scale(
  [
    [72, 12, 120],
    [150, 24, 110],
    [222, 62, 60],
    [250, 140, 20],
    [255, 232, 90],
  ],
  (part) => 255 * Math.min(1, Math.max(0, part - 0.12) * 1.7),
)

/** Small pictures of one size, pixel after pixel, as a canvas has them. */
export type Pictures = {
  count: number
  width: number
  height: number
  pixels: Uint32Array
  /** Nothing is in it but zeros. */
  isSilent: (index: number) => boolean
}

/** @param sameScale by the stage's peak, else each map by its own */
export function shadedMaps(stage: MapStage, sameScale: boolean): Pictures {
  const { count, width, height, bytes, signed } = stage
  const area = width * height
  const highest = summaryOf(stage).peak
  const pixels = new Uint32Array(count * area)
  const [colours, zero] = signed ? [DIVERGING, 128] : [GREY, 0]
  for (let map = 0; map < count; map++) {
    const gain = sameScale && highest > 0 ? factsOf(stage, map).peak / highest : 1
    const end = (map + 1) * area
    for (let i = map * area; i < end; i++) {
      pixels[i] = colours[Math.round(zero + (bytes[i]! - zero) * gain)]!
    }
  }
  return { count, width, height, pixels, isSilent: (map) => factsOf(stage, map).peak === 0 }
}

/**
 * Kernels, each by its own largest value without the sign: of one channel on the scale with a sign, of three as a colour
 * whose middle grey is zero. Null of any other number of channels, which no picture shows.
 */
export function shadedKernels({ height, width, channels, count, values }: Kernels): Pictures | null {
  if (channels !== 1 && channels !== 3) return null
  const area = height * width
  const pixels = new Uint32Array(count * area)
  const peaks = new Float32Array(count)
  values.forEach((value, i) => (peaks[i % count] = Math.max(peaks[i % count]!, Math.abs(value))))
  for (let kernel = 0; kernel < count; kernel++) {
    const byte = (place: number, channel: number) =>
      Math.round(
        127.5 + (127.5 * values[(place * channels + channel) * count + kernel]!) / (peaks[kernel]! || 1),
      )
    for (let place = 0; place < area; place++) {
      pixels[kernel * area + place] =
        channels === 1 ? DIVERGING[byte(place, 0)]! : pixel([byte(place, 0), byte(place, 1), byte(place, 2)])
    }
  }
  return { count, width, height, pixels, isSilent: (kernel) => peaks[kernel] === 0 }
}
