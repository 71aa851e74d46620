/** Rows kept ready above and below what is visible, as a part of the visible height. */
const OVERSCAN = 0.2

export type Layout = { columns: number; tile: number; rows: number; height: number }

/** Square tiles edge to edge: as many columns as come nearest to the size asked for. */
export function layout(width: number, size: number, images: number): Layout {
  const columns = Math.max(1, Math.round(width / size))
  const tile = Math.max(1, Math.floor(width / columns))
  const rows = Math.ceil(images / columns)
  return { columns, tile, rows, height: rows * tile }
}

/** The rows to keep in the document for a scroll position: [first, end). */
export function windowOf({ rows, tile }: Layout, scrollTop: number, height: number): [number, number] {
  const over = Math.ceil((height * OVERSCAN) / tile)
  const first = Math.max(0, Math.min(Math.floor(scrollTop / tile), rows - 1) - over)
  const end = Math.min(rows, Math.ceil((scrollTop + height) / tile) + over)
  return [first, Math.max(first, end)]
}

/**
 * Rows first..end as slots: row r always sits in slot r % n, so that scrolling changes the rows that come in and leaves
 * the others alone. Elements are never made or destroyed by scrolling.
 */
export function slots(first: number, end: number): number[] {
  const count = end - first
  return Array.from({ length: count }, (_, slot) => first + ((((slot - first) % count) + count) % count))
}

/** Where scrolling has to go so that a row is wholly visible; the same place if it is. */
export function reveal({ tile }: Layout, row: number, scrollTop: number, height: number): number {
  const top = row * tile
  if (top < scrollTop) return top
  return Math.max(scrollTop, top + tile - height)
}

/** A rectangle among the pictures, from its first pixel to its last. */
export type Area = { left: number; top: number; right: number; bottom: number }

/** The places that an area touches: of each of its rows first..end. */
export function* touched(
  { columns, tile, rows }: Layout,
  { left, top, right, bottom }: Area,
  images: number,
): Generator<readonly [first: number, end: number]> {
  const from = Math.max(0, Math.floor(left / tile))
  const to = Math.min(columns - 1, Math.floor(right / tile))
  if (from > to) return
  const last = Math.min(rows - 1, Math.floor(bottom / tile))
  for (let row = Math.max(0, Math.floor(top / tile)); row <= last; row++)
    yield [row * columns + from, Math.min(images, row * columns + to + 1)]
}

export type Move = 'left' | 'right' | 'up' | 'down' | 'home' | 'end' | 'page-up' | 'page-down'

/** The keys that move the focus. */
export const MOVES: Readonly<Record<string, Move>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Home: 'home',
  End: 'end',
  PageUp: 'page-up',
  PageDown: 'page-down',
}

/** Where a key takes the focus. Up and down stay where there is no row further on. */
export function move(from: number, kind: Move, images: number, columns: number, pageRows: number): number {
  const last = images - 1
  const by = (distance: number) => (from + distance < 0 || from + distance > last ? from : from + distance)
  const page = Math.max(1, pageRows) * columns
  switch (kind) {
    case 'left':
      return Math.max(0, from - 1)
    case 'right':
      return Math.min(last, from + 1)
    case 'up':
      return by(-columns)
    case 'down':
      return Math.floor(from / columns) < Math.floor(last / columns) ? Math.min(last, from + columns) : from
    case 'home':
      return 0
    case 'end':
      return last
    case 'page-up':
      return from - page < 0 ? from % columns : from - page
    case 'page-down':
      return Math.min(last, from + page)
  }
}
