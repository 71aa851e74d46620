import { move, type Move } from '../browse/layout.ts'
import type { Column } from './column.svelte.ts'

/** A place in a column. */
export type Spot = { column: Column; place: number }

/** What of the layout a key has to know: images in a row, and rows on screen. */
export type Grid = { across: number; page: number }

/** Where a key takes the focus: within the column, or over its left or right edge to the next one that has images. */
export function moved(columns: readonly Column[], from: Spot, kind: Move, grid: Grid): Spot {
  const { column, place } = from
  const empty = column.length === 0
  const leftmost = place % grid.across === 0
  const rightmost = place % grid.across === grid.across - 1 || place === column.length - 1
  if (kind === 'left' && (empty || leftmost)) return beside(columns, from, -1, grid)
  if (kind === 'right' && (empty || rightmost)) return beside(columns, from, 1, grid)
  if (empty) return from
  return { column, place: move(place, kind, column.length, grid.across, grid.page) }
}

/** The nearest column on that side, at the same height on screen. */
function beside(columns: readonly Column[], from: Spot, by: 1 | -1, { across }: Grid): Spot {
  const there = columns.indexOf(from.column)
  const side = by === 1 ? columns.slice(there + 1) : columns.slice(0, there).reverse()
  const column = side.find(({ length }) => length > 0)
  if (!column) return from
  const height = Math.floor(from.place / across) - from.column.rowsAbove(across)
  const lastRow = Math.ceil(column.length / across) - 1
  const row = Math.max(0, Math.min(Math.round(height + column.rowsAbove(across)), lastRow))
  return { column, place: Math.min(row * across + (by === 1 ? 0 : across - 1), column.length - 1) }
}
