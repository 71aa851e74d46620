import type { Cell, Figure, FigureTable } from '../../../shared/figures/figure.ts'
import { marksSvg } from '../../../shared/figures/svg.ts'
import { DARK, LIGHT, type FigureTheme } from '../../../shared/figures/theme.ts'
import type { ShownImage } from './facts.ts'
import { Html, html } from './html.ts'
import { share } from './words.ts'

/** Pixels that a figure is drawn for; the page makes it as wide as its place. */
export const WIDE = { width: 860, height: 300 }
const HALF = { width: 420, height: 230 }

const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 4 })

const cellText = (cell: Cell): string =>
  cell === null || Number.isNaN(cell) ? '–' : typeof cell === 'string' ? cell : NUMBER.format(cell)

export const table = ({ columns, rows }: FigureTable, label: string): Html =>
  html` <div class="scroll" role="region" aria-label="${label}" tabindex="0">
    <table class="full">
      <thead>
        <tr>
          ${columns.map((name, i) => html`<th scope="col" ${numeric(rows[0]?.[i])}>${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map(cellOf)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`

/** A number, or one that was written out: "95.1 %". */
const isNumber = (cell: Cell | undefined): boolean =>
  typeof cell !== 'string' || /^[\d.,]+\s?%?$|^–$/.test(cell)

const numeric = (cell: Cell | undefined): Html => new Html(isNumber(cell) ? ' class="number"' : '')

const cellOf = (cell: Cell, column: number): Html =>
  column === 0
    ? html`<th scope="row" ${numeric(cell)}>${cellText(cell)}</th>`
    : html`<td${numeric(cell)}>${cellText(cell)}</td>`

/** Drawn for light and for dark; the same as a table to be opened. */
export function figure(shown: Figure, place: 'wide' | 'half' = 'wide'): Html {
  const { width, height } = place === 'wide' ? WIDE : HALF
  const size = { width, height: shown.aspect === undefined ? height : Math.round(width * shown.aspect) }
  const marks = (theme: FigureTheme, name: string) =>
    html` <div class="marks ${name}" role="img" aria-label="${shown.title}. ${shown.caption}">
      ${drawn(shown, theme, size)}
    </div>`
  return html` <figure>
    <figcaption>
      <h3>${shown.title}</h3>
      <p>${shown.caption}</p>
    </figcaption>
    ${marks(LIGHT, 'light')}${marks(DARK, 'dark')}
    <details>
      <summary>As a table</summary>
      ${table(shown.table, `${shown.title}, as a table`)}
    </details>
  </figure>`
}

/** Without the sheet that ECharts puts into it, which is for what moves under a pointer: the page lets no other in. */
const drawn = (shown: Figure, theme: FigureTheme, size: { width: number; height: number }): Html =>
  new Html(marksSvg(shown, theme, size).replace(/<style[^]*?<\/style>/g, ''))

export const fact = (name: string, value: string, wide = false): Html =>
  html`<div class="${wide ? 'wide' : ''}">
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`

/** Pictures with what they are labelled and what was said of them. */
export const pictures = (images: readonly ShownImage[]): Html =>
  html` <ul class="pictures">
    ${images.map(picture)}
  </ul>`

const picture = ({ name, picture, label, answers }: ShownImage): Html =>
  html` <li>
    ${
      picture === null
        ? html`<div class="none">no picture</div>`
        : html`<img
            src="${picture}"
            alt="${name}"
            class="${picture.startsWith('data:image/png') ? 'pixels' : ''}"
          />`
    }
    <p class="muted">${name}</p>
    <p>Label: <b>${label}</b></p>
    ${answers.map(
      ({ by, name, confidence }) =>
        html`<p>${by === null ? 'Answer' : by}: <b>${name}</b>, ${share(confidence)}</p>`,
    )}
  </li>`
