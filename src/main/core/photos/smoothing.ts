/** Links between neighbouring pixels: strong where their colours are alike, weak across an edge. */
export type Links = { step: number; weight: Float32Array }[]

/** Half of the eight neighbours; the other half are the same links seen from the other end. */
const HALF_OF_NEIGHBOURS = [
  [1, 0],
  [0, 1],
  [1, 1],
  [-1, 1],
] as const

/**
 * Links every pixel of a Lab picture (height * width * 3) with its eight neighbours, at most `strength` each: the
 * contrast-sensitive term of GrabCut (Rother, Kolmogorov, Blake 2004), scaled by the picture's own mean contrast.
 */
export function linkNeighbours(lab: Float32Array, width: number, height: number, strength: number): Links {
  let [sum, count] = [0, 0]
  const links = HALF_OF_NEIGHBOURS.map(([dx, dy]) => {
    const step = dy * width + dx
    const weight = new Float32Array(width * height).fill(Infinity)
    for (let y = 0; y < height - dy; y++) {
      for (let x = Math.max(0, -dx); x < width - Math.max(0, dx); x++) {
        const i = (y * width + x) * 3
        const j = i + step * 3
        const d =
          (lab[i]! - lab[j]!) ** 2 + (lab[i + 1]! - lab[j + 1]!) ** 2 + (lab[i + 2]! - lab[j + 2]!) ** 2
        weight[i / 3] = d
        sum += d
        count += 1
      }
    }
    return { step, weight, share: strength / Math.hypot(dx, dy) / 2 }
  })
  const contrast = Math.max(sum / Math.max(count, 1), 1)
  return links.map(({ step, weight, share }) => ({
    step,
    weight: weight.map((d) => share * Math.exp(-d / (2 * contrast))),
  }))
}

/**
 * Settles what each pixel is by its own evidence (log-odds, positive for inside) and by its neighbours: mean-field
 * steps on `inside` (probabilities 0..1), which are changed in place.
 */
export function settle(inside: Float32Array, evidence: Float32Array, links: Links, steps: number): void {
  const field = new Float32Array(inside.length)
  for (let round = 0; round < steps; round++) {
    field.set(evidence)
    for (const { step, weight } of links) {
      for (let i = 0; i < inside.length; i++) {
        const w = weight[i]!
        if (w === 0) continue
        field[i]! += w * (2 * inside[i + step]! - 1)
        field[i + step]! += w * (2 * inside[i]! - 1)
      }
    }
    for (let i = 0; i < inside.length; i++) inside[i] = 1 / (1 + Math.exp(-field[i]!))
  }
}
