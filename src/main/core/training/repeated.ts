import type { LabelledInputs } from '../../../shared/contract/engine.ts'

/** Images as often as `times` says, round by round, without a copy of their pixels. */
export function repeated({ count, pixels, labels }: LabelledInputs, times: number[]): LabelledInputs {
  const size = pixels.size / count
  const most = times.reduce((a, b) => Math.max(a, b), 0)
  const rounds = Array.from({ length: most }, (_, round) => ranges(times, round + 1)).flat()
  return {
    count: times.reduce((sum, n) => sum + n, 0),
    pixels: new Blob(rounds.map(([from, to]) => pixels.slice(from * size, to * size))),
    labels: new Blob(rounds.map(([from, to]) => labels.slice(from, to))),
  }
}

/** Neighbours that are shown so often at least, as [from, to): few parts are put together much faster than many. */
function ranges(times: number[], least: number): [from: number, to: number][] {
  const found: [number, number][] = []
  for (const [i, n] of times.entries()) {
    const last = found.at(-1)
    if (n < least) continue
    if (last?.[1] === i) last[1] = i + 1
    else found.push([i, i + 1])
  }
  return found
}
