import type { Cell, FigureTable } from './figure.ts'

/** A figure's numbers as CSV (RFC 4180, UTF-8): all of their digits, empty where there is none. */
export const csv = ({ columns, rows }: FigureTable): string =>
  [columns, ...rows].map((cells) => `${cells.map(field).join(',')}\r\n`).join('')

/** A field of it. What a spreadsheet would take for a formula is told apart by an apostrophe, as in the labels' export. */
export function field(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : ''
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
