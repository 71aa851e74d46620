/** Bars that values are drawn as: where there are more values than bars, each is that with the largest size of some. */
export type Bars = {
  values: Float32Array
  /** Of each bar's value among all. */
  places: Uint32Array
  /** How many values a bar stands for. */
  each: number
}

/** A bar is at least so wide, pixels. */
const LEAST = 2

export function barsOf(values: Float32Array, room: number): Bars {
  const each = Math.max(1, Math.ceil((values.length * LEAST) / room))
  const places = Uint32Array.from({ length: Math.ceil(values.length / each) }, (_, bar) => {
    let best = bar * each
    for (let i = best + 1; i < Math.min(values.length, (bar + 1) * each); i++)
      if (Math.abs(values[i]!) > Math.abs(values[best]!)) best = i
    return best
  })
  return { places, each, values: Float32Array.from(places, (place) => values[place]!) }
}

/** Bars as an SVG path, one unit wide each, all within a height of one: up from zero, or down where they are negative. */
export function barsPath(values: Float32Array): string {
  const highest = values.reduce((a, b) => Math.max(a, b), 0)
  const lowest = values.reduce((a, b) => Math.min(a, b), 0)
  const span = highest - lowest || 1
  const zero = highest / span
  const short = (value: number) => Number(value.toFixed(4))
  return [...values]
    .map((value, i) => (value === 0 ? '' : `M${i} ${short(zero)}v${short(-value / span)}h.8V${short(zero)}z`))
    .join('')
}
