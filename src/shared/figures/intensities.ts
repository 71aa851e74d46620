import type { EChartsOption } from 'echarts'
import { BIN_VALUES, BINS } from '../contract/data.ts'
import { axis, baseOption, legend, tip, tooltip } from './base.ts'
import type { Figure } from './figure.ts'
import type { FigureTheme } from './theme.ts'

/** How many numbers of some images lie in each bin, as a line. */
export type IntensityLine = {
  name: string
  /** Slot of a class's colour, or what stands for all images or a channel of colour. */
  colour: number | 'all' | 'red' | 'green' | 'blue'
  bins: readonly number[]
}

type Lines = {
  lines: readonly IntensityLine[]
  /** Shares by powers of ten: black alone is often half of all, beside which nothing else would be seen. */
  logarithmic: boolean
  /** "Of 60,000 training images, 28 x 28 grey" */
  caption: string
}

/** Room for the names of the lines, pixels. */
const NAMES = 112
const VERTICAL = {
  ...({ orient: 'vertical', left: 'auto', right: 0, top: 4, itemGap: 6 } as const),
  ...{ icon: 'rect', itemHeight: 3, itemWidth: 16 },
}

const digits = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })
const percent = (share: number) => `${digits.format(share * 100)}\u00a0%`

/** Channels in colours that can be told apart, and with their names by their lines. */
const CHANNELS = {
  dark: { red: '#ff8a80', green: '#6fcf97', blue: '#6ba6ff' },
  light: { red: '#b3231b', green: '#1a6e3c', blue: '#0a5bd3' },
}

function colourOf(colour: IntensityLine['colour'], theme: FigureTheme): string {
  if (typeof colour === 'number') return theme.classes[colour % theme.classes.length] ?? theme.muted
  return colour === 'all' ? theme.text : CHANNELS[theme.dark ? 'dark' : 'light'][colour]
}

/** From the eleventh class on the colours come again, dashed; so does what is no class. */
const dashed = ({ colour }: IntensityLine) => typeof colour === 'number' && (colour < 0 || colour > 9)

const shares = (bins: readonly number[]) => {
  const all = bins.reduce((sum, count) => sum + count, 0)
  return bins.map((count) => (all === 0 ? 0 : count / all))
}

const range = (bin: number) => `${bin * BIN_VALUES}–${(bin + 1) * BIN_VALUES - 1}`
const ALL_BINS = Array.from({ length: BINS }, (_, bin) => bin)

type Drawn = IntensityLine & { shares: number[] }

/** Which part of all numbers lies in each bin of `BIN_VALUES` values, from black (0) to white (255). */
export function intensities({ lines, logarithmic, caption }: Lines): Figure {
  const drawn = lines.map((line): Drawn => ({ ...line, shares: shares(line.bins) }))
  return {
    ...{ title: 'Pixel intensities', caption, file: 'pixel-intensities' },
    table: {
      columns: ['Intensity', ...drawn.map(({ name }) => name)],
      rows: ALL_BINS.map((bin) => [range(bin), ...drawn.map((line) => line.shares[bin] ?? 0)]),
    },
    option: (theme) => option(drawn, logarithmic, theme),
  }
}

function option(drawn: readonly Drawn[], logarithmic: boolean, theme: FigureTheme): EChartsOption {
  return {
    ...baseOption(theme),
    // Beside the lines, where names of any length are out of their way.
    legend: {
      ...{ ...legend(theme), ...VERTICAL },
      textStyle: { ...legend(theme).textStyle, width: NAMES - 24, overflow: 'truncate' },
    },
    grid: { ...baseOption(theme).grid, top: 8, right: NAMES + 16 },
    tooltip: {
      ...tooltip(theme, 'axis'),
      formatter: (all) => {
        const [{ dataIndex: bin = 0 } = {}] = all as { dataIndex?: number }[]
        return tip(
          `Intensity ${range(bin)}`,
          drawn.map(({ name, shares }) => [name, percent(shares[bin] ?? 0)]),
        )
      },
    },
    xAxis: {
      ...{ ...axis(theme), type: 'category', boundaryGap: false, nameGap: 28 },
      ...{ name: 'Intensity: 0 is black, 255 white', data: ALL_BINS.map(range) },
      axisLabel: {
        color: theme.muted,
        // The first value of each eighth bin, and the last of all.
        interval: (bin: number) => bin % 8 === 0 || bin === BINS - 1,
        formatter: (_: unknown, bin: number) => String(bin === BINS - 1 ? 255 : bin * BIN_VALUES),
      },
    },
    yAxis: {
      ...axis(theme),
      ...(logarithmic ? { type: 'log' as const } : { type: 'value' as const }),
      ...{ name: 'Share of pixels', nameGap: 56 },
      axisLabel: { color: theme.muted, formatter: (value: number) => percent(value) },
    },
    series: drawn.map((line) => ({
      ...{ type: 'line' as const, name: line.name, showSymbol: false, color: colourOf(line.colour, theme) },
      lineStyle: { width: line.colour === 'all' ? 2.5 : 1.5, type: dashed(line) ? 'dashed' : 'solid' },
      // A logarithmic scale has no nothing.
      data: line.shares.map((share) => (logarithmic && share === 0 ? null : share)),
    })),
  }
}
