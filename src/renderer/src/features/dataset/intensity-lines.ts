import { BINS, type Intensities } from '../../../../shared/contract/data.ts'
import type { IntensityLine } from '../../../../shared/figures/intensities.ts'
import type { Named } from './named.ts'

const CHANNELS = ['red', 'green', 'blue'] as const

const added = (all: readonly (readonly number[])[]): number[] =>
  Array.from({ length: BINS }, (_, bin) => all.reduce((sum, bins) => sum + (bins[bin] ?? 0), 0))

/** A line for all images together, in colour one for each channel, and one for each class that is chosen. */
export function intensityLines(found: readonly Intensities[], chosen: readonly Named[]): IntensityLine[] {
  const together: IntensityLine = {
    ...{ name: 'All images', colour: 'all' },
    bins: added(found.flatMap(({ bins }) => bins)),
  }
  const channels = (found[0]?.bins.length ?? 0) > 1 ? CHANNELS : []
  return [
    together,
    ...channels.map((colour, channel) => ({
      ...{ name: `All, ${colour}`, colour },
      bins: added(found.map(({ bins }) => bins[channel] ?? [])),
    })),
    ...chosen.map(({ label, name, color }) => ({
      ...{ name, colour: color },
      bins: added(found.find((one) => one.label === label)?.bins ?? []),
    })),
  ]
}
