/** sRGB bytes to linear light, 0..1. */
const LINEAR = Float32Array.from({ length: 256 }, (_, byte) => {
  const v = byte / 255
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4
})

const curve = (t: number): number => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116)

/** Interleaved sRGB (0..255) to interleaved CIE Lab under D65 (L 0..100, a and b about -110..110). */
export function rgbToLab(rgb: ArrayLike<number>): Float32Array {
  const lab = new Float32Array(rgb.length)
  for (let i = 0; i < rgb.length; i += 3) {
    const r = LINEAR[Math.round(rgb[i] ?? 0)]!
    const g = LINEAR[Math.round(rgb[i + 1] ?? 0)]!
    const b = LINEAR[Math.round(rgb[i + 2] ?? 0)]!
    const x = curve((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505)
    const y = curve(0.2126 * r + 0.7152 * g + 0.0722 * b)
    const z = curve((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089)
    lab[i] = 116 * y - 16
    lab[i + 1] = 500 * (x - y)
    lab[i + 2] = 200 * (y - z)
  }
  return lab
}

/** Grey level of an sRGB pixel, 0..255 (Rec. 601 luma, what Fashion-MNIST's 8-bit grey conversion uses). */
export const luma = (r: number, g: number, b: number): number => 0.299 * r + 0.587 * g + 0.114 * b
