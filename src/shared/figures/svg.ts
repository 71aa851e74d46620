import { escapeHtml } from './base.ts'
import { init } from './echarts.ts'
import type { Figure } from './figure.ts'
import type { FigureTheme } from './theme.ts'

type Size = { width: number; height: number }

const MARGIN = 20
const TITLE = 16
const CAPTION = 12
const LINE = 18

/** A figure's marks alone as SVG; what it is must be said beside it. Needs no document. */
export function marksSvg(figure: Figure, theme: FigureTheme, { width, height }: Size): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    chart.setOption({ ...figure.option(theme), animation: false })
    return chart.renderToSVGString()
  } finally {
    // It would keep its process alive.
    chart.dispose()
  }
}

/** A figure as one picture that says what it is by itself: its title and caption above the marks, on the surface. */
export function figureSvg(figure: Figure, theme: FigureTheme, size: Size): { svg: string } & Size {
  const captions = lines(figure.caption, size.width)
  const head = MARGIN + TITLE + 8 + captions.length * LINE + 4
  const width = size.width + 2 * MARGIN
  const height = head + size.height + MARGIN
  const words = (text: string, y: number, style: string) =>
    `<text x="${MARGIN}" y="${y}" font-family="${escapeHtml(theme.font)}" ${style}>${escapeHtml(text)}</text>`
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escapeHtml(figure.title)}</title>`,
    `<rect width="100%" height="100%" fill="${theme.surface}"/>`,
    words(figure.title, MARGIN + TITLE, `font-size="${TITLE}" font-weight="600" fill="${theme.text}"`),
    ...captions.map((line, i) =>
      words(line, MARGIN + TITLE + 8 + (i + 1) * LINE - 4, `font-size="${CAPTION}" fill="${theme.muted}"`),
    ),
    marksSvg(figure, theme, size).replace('<svg ', `<svg x="${MARGIN}" y="${head}" `),
    '</svg>',
  ].join('\n')
  return { svg, width, height }
}

/** Broken where it would be too wide, by a letter's usual width: SVG breaks no lines itself. */
function lines(text: string, width: number): string[] {
  const most = Math.max(20, Math.floor(width / (CAPTION * 0.54)))
  return text.split(' ').reduce<string[]>((done, word) => {
    const last = done.at(-1)
    if (last === undefined || last.length + word.length >= most) return [...done, word]
    return [...done.slice(0, -1), `${last} ${word}`]
  }, [])
}
