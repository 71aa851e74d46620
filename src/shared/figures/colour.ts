type Rgb = readonly [number, number, number]

const parts = (hex: string): Rgb => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as never

/**
 * A colour between two, in sRGB.
 * @param share 0 is `from`, 1 is `to`; both "#rrggbb", as the answer
 */
export function mixed(from: string, to: string, share: number): string {
  const [a, b] = [parts(from), parts(to)]
  const hex = a.map((value, i) => Math.round(value + (b[i]! - value) * share).toString(16))
  return `#${hex.map((two) => two.padStart(2, '0')).join('')}`
}

/** Of two colours the one that is easier to read on a ground, by WCAG's ratio of contrast. */
export function readable(ground: string, one: string, other: string): string {
  return contrast(ground, one) >= contrast(ground, other) ? one : other
}

/** WCAG 2's ratio of contrast of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

function luminance(colour: string): number {
  const [red, green, blue] = parts(colour).map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
