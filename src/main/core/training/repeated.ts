import type { LabelledInputs } from '../../../shared/contract/engine.ts'

/** Each image as often as `times` says, without a copy of its pixels. */
export function repeated({ count, pixels, labels }: LabelledInputs, times: number[]): LabelledInputs {
  const size = pixels.size / count
  const indices = times.flatMap((n, i) => Array.from({ length: n }, () => i))
  return {
    count: indices.length,
    pixels: new Blob(indices.map((i) => pixels.slice(i * size, (i + 1) * size))),
    labels: new Blob(indices.map((i) => labels.slice(i, i + 1))),
  }
}
