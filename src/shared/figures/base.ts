import type { EChartsOption } from 'echarts'
import type { FigureTheme } from './theme.ts'

const SMALL = 12

/** What all figures have in common: no motion, quiet text, a tooltip in the theme's colours that stays inside. */
export function baseOption(theme: FigureTheme): EChartsOption {
  return {
    animation: false,
    backgroundColor: 'transparent',
    color: [...theme.classes],
    textStyle: { fontFamily: theme.font, fontSize: SMALL, color: theme.muted },
    grid: { left: 8, right: 16, top: 16, bottom: 8, outerBoundsMode: 'same', outerBoundsContain: 'all' },
    tooltip: tooltip(theme),
  }
}

/** Confined to the figure; `trigger` 'axis' tells of all marks at a place. What is in it is HTML: see `tip`. */
export function tooltip(theme: FigureTheme, trigger: 'item' | 'axis' = 'item') {
  return {
    trigger,
    confine: true,
    transitionDuration: 0,
    backgroundColor: theme.dark ? '#333333' : '#ffffff',
    borderColor: theme.strong,
    borderWidth: 1,
    padding: 8,
    textStyle: { fontFamily: theme.font, fontSize: SMALL, color: theme.text },
    axisPointer: { type: 'line', lineStyle: { color: theme.strong }, animation: false },
  } as const
}

/** What axes of any type have in common; spread it into one, with `type`, `name` and the rest. */
export function axis(theme: FigureTheme) {
  return {
    nameLocation: 'middle',
    nameTextStyle: { color: theme.muted, fontSize: SMALL },
    axisLine: { lineStyle: { color: theme.strong } },
    axisTick: { show: false },
    axisLabel: { color: theme.muted, fontSize: SMALL, hideOverlap: true },
    splitLine: { lineStyle: { color: theme.line } },
  } as const
}

/** Above the marks; leave 40 px for it at the grid's top. */
export function legend(theme: FigureTheme) {
  return {
    id: 'legend',
    top: 5,
    left: 0,
    padding: 0,
    itemGap: 20,
    itemWidth: 24,
    inactiveColor: theme.strong,
    textStyle: { color: theme.text, fontSize: SMALL },
    selectedMode: false,
  } as const
}

/** A tooltip's words, made safe: a heading, and lines of a name and its value. */
export function tip(heading: string, lines: readonly (readonly [string, string])[] = []): string {
  const rows = lines.map(([name, value]) => `${escapeHtml(name)}: <b>${escapeHtml(value)}</b>`)
  return [`<b>${escapeHtml(heading)}</b>`, ...rows].join('<br>')
}

const UNSAFE: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** For the text and the attributes of HTML and SVG: names of classes and files are anyone's. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => UNSAFE[char]!)
