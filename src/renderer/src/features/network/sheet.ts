import type { Pictures } from './shades.ts'

/** Between two pictures, pixels: more where pictures have few, which would run into each other. */
const gapOf = (side: number): number => (side < 6 ? 8 : side < 12 ? 4 : 2)
/** Edge of a picture that is aimed at, by how many there are of them. */
const AIMS = [
  { most: 32, edge: 56 },
  { most: 64, edge: 48 },
  { most: Infinity, edge: 32 },
]
/** The same of kernels, which have few pixels. */
const FEW = { pixels: 6, edge: 36 }
/** Room from which pictures are shown larger. */
const WIDE = 1200

/** How pictures lie on a sheet: each enlarged by a whole factor, in columns and rows. Pixels. */
export type Layout = {
  factor: number
  columns: number
  rows: number
  /** From a picture's edge to the next one's. */
  stepX: number
  stepY: number
  gap: number
  width: number
  height: number
}

/** How many pictures, and how many pixels each has. */
export type Size = Pick<Pictures, 'count' | 'width' | 'height'>

/** @param room pixels across that there are */
export function layoutOf({ count, width, height }: Size, room: number): Layout {
  const { edge } = Math.max(width, height) < FEW.pixels ? FEW : AIMS.find(({ most }) => count <= most)!
  const aim = edge * (room >= WIDE ? 1.5 : 1)
  const factor = Math.max(1, Math.round(aim / Math.max(width, height)))
  const gap = gapOf(Math.max(width, height))
  const [stepX, stepY] = [width * factor + gap, height * factor + gap]
  const columns = Math.max(1, Math.min(count, Math.floor((room + gap) / stepX)))
  const rows = Math.ceil(count / columns)
  const size = { width: columns * stepX - gap, height: rows * stepY - gap }
  return { factor, columns, rows, stepX, stepY, gap, ...size }
}

/** The picture at a place on the sheet; null between two and behind the last. */
export function indexAt(
  { columns, stepX, stepY }: Layout,
  count: number,
  x: number,
  y: number,
): number | null {
  const [column, row] = [Math.floor(x / stepX), Math.floor(y / stepY)]
  const index = row * columns + column
  return x < 0 || y < 0 || column >= columns || index >= count ? null : index
}

/** Draws all of them. A silent one has a line across, so that it is not taken for one that is merely dark. */
export function drawSheet(canvas: HTMLCanvasElement, pictures: Pictures, layout: Layout) {
  const { factor, columns, stepX, stepY, gap, width, height } = layout
  Object.assign(canvas, { width, height })
  const context = canvas.getContext('2d')
  if (!context) return
  const image = context.createImageData(width, height)
  const words = new Uint32Array(image.data.buffer)
  for (let index = 0; index < pictures.count; index++) {
    const [left, top] = [(index % columns) * stepX, Math.floor(index / columns) * stepY]
    const at = index * pictures.width * pictures.height
    for (let y = 0; y < pictures.height; y++) {
      const line = (top + y * factor) * width + left
      for (let x = 0; x < pictures.width; x++) {
        words.fill(pictures.pixels[at + y * pictures.width + x]!, line + x * factor, line + (x + 1) * factor)
      }
      for (let copy = 1; copy < factor; copy++)
        words.copyWithin(line + copy * width, line, line + stepX - gap)
    }
  }
  context.putImageData(image, 0, 0)
  drawSilent(context, pictures, layout)
}

function drawSilent(
  context: CanvasRenderingContext2D,
  pictures: Pictures,
  { columns, stepX, stepY, gap }: Layout,
) {
  context.strokeStyle = '#6a6a6a'
  context.beginPath()
  for (let index = 0; index < pictures.count; index++) {
    if (!pictures.isSilent(index)) continue
    const [left, top] = [(index % columns) * stepX, Math.floor(index / columns) * stepY]
    context.moveTo(left + 4, top + stepY - gap - 4)
    context.lineTo(left + stepX - gap - 4, top + 4)
  }
  context.stroke()
}

/** Draws one of them, a pixel a value. */
export function drawOne(canvas: HTMLCanvasElement, { width, height, pixels }: Pictures, index: number) {
  Object.assign(canvas, { width, height })
  const context = canvas.getContext('2d')
  const image = context?.createImageData(width, height)
  if (!context || !image) return
  new Uint32Array(image.data.buffer).set(
    pixels.subarray(index * width * height, (index + 1) * width * height),
  )
  context.putImageData(image, 0, 0)
}
