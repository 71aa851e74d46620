/**
 * Links between neighbouring pixels, strong where their colours are alike, weak across an edge. `weight[i]` is that of
 * the link that ends in pixel i, and so `weight[i + step]` that of the one that begins there; 0 where there is none.
 */
type Link = { step: number; weight: Float32Array }
export type Links = readonly [Link, Link, Link, Link]

/**
 * Links every pixel of a Lab picture (height * width * 3) with its eight neighbours, at most `strength` each: the
 * contrast-sensitive term of GrabCut (Rother, Kolmogorov, Blake 2004), scaled by the picture's own mean contrast.
 */
export function linkNeighbours(lab: Float32Array, width: number, height: number, strength: number): Links {
  const sum = { of: 0, count: 0 }
  const contrasts = (dx: number, dy: number): Link => ({
    step: dy * width + dx,
    weight: contrastsAlong(lab, width, height, dx, dy, sum),
  })
  // Half of the eight neighbours; the other half are the same links seen from the other end.
  const links: Links = [contrasts(1, 0), contrasts(0, 1), contrasts(1, 1), contrasts(-1, 1)]
  const contrast = Math.max(sum.of / Math.max(sum.count, 1), 1)
  for (const [k, { weight }] of links.entries()) {
    const share = strength / (k < 2 ? 1 : Math.SQRT2) / 2
    for (let i = 0; i < weight.length; i++) weight[i] = share * Math.exp(-weight[i]! / (2 * contrast))
  }
  return links
}

/** Squared distance in colour of each pixel from its neighbour; Infinity where it has none. Adds them to `sum`. */
function contrastsAlong(
  lab: Float32Array,
  width: number,
  height: number,
  dx: number,
  dy: number,
  sum: { of: number; count: number },
): Float32Array {
  const step = dy * width + dx
  const contrasts = new Float32Array(width * height + step).fill(Infinity)
  let total = sum.of
  for (let y = 0; y < height - dy; y++) {
    for (let x = Math.max(0, -dx); x < width - Math.max(0, dx); x++) {
      const i = (y * width + x) * 3
      const j = i + step * 3
      const l = lab[i]! - lab[j]!
      const a = lab[i + 1]! - lab[j + 1]!
      const b = lab[i + 2]! - lab[j + 2]!
      const d = l * l + a * a + b * b
      contrasts[j / 3] = d
      total += d
      sum.count++
    }
  }
  sum.of = total
  return contrasts
}

/** From here on 1 / (1 + e^-x) is 1 as a float32. */
const CERTAIN = 18

/**
 * Settles what each pixel is by its own evidence (log-odds, positive for inside) and by its neighbours: mean-field
 * steps on `inside` (probabilities 0..1), which are changed in place. After two steps four in five pixels stay as they
 * are to the last bit, so a step looks only at those with a neighbour that changed in the one before.
 */
export function settle(inside: Float32Array, evidence: Float32Array, links: Links, steps: number): void {
  const size = inside.length
  // Beyond the first and the last pixel lie some that tell nothing, so that no pixel needs to ask whether it is one.
  const margin = Math.max(...links.map(({ step }) => step))
  const told = new Float64Array(size + 2 * margin)
  let asked = new Uint8Array(size + 2 * margin).fill(1)
  for (let round = 0; round < steps; round++) {
    if (round === 0) for (let i = 0; i < size; i++) told[margin + i] = 2 * inside[i]! - 1
    const changed = listen(inside, evidence, links, told, asked, margin)
    asked = new Uint8Array(asked.length)
    for (const at of changed) {
      told[at] = 2 * inside[at - margin]! - 1
      for (const { step } of links) asked[at - step] = asked[at + step] = 1
    }
  }
}

/**
 * One step for the pixels that are `asked`: what each neighbour has `told` (-1 for outside .. 1 for inside) is added to
 * its evidence. Gives the places in `told` of those that changed.
 */
function listen(
  inside: Float32Array,
  evidence: Float32Array,
  [right, below, across, back]: Links,
  told: Float64Array,
  asked: Uint8Array,
  margin: number,
): Int32Array {
  const [a, b, c, d] = [right.step, below.step, across.step, back.step]
  const [wa, wb, wc, wd] = [right.weight, below.weight, across.weight, back.weight]
  const round = Math.fround
  const changed = new Int32Array(inside.length)
  let count = 0
  for (let i = 0; i < inside.length; i++) {
    const at = i + margin
    if (asked[at] === 0) continue
    let field = round(evidence[i]! + wa[i]! * told[at - a]!)
    field = round(field + wa[i + a]! * told[at + a]!)
    field = round(field + wb[i]! * told[at - b]!)
    field = round(field + wb[i + b]! * told[at + b]!)
    field = round(field + wc[i]! * told[at - c]!)
    field = round(field + wc[i + c]! * told[at + c]!)
    field = round(field + wd[i]! * told[at - d]!)
    field = round(field + wd[i + d]! * told[at + d]!)
    const now = field > CERTAIN ? 1 : round(1 / (1 + Math.exp(-field)))
    if (now === inside[i]) continue
    inside[i] = now
    changed[count++] = at
  }
  return changed.subarray(0, count)
}
