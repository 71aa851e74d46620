import { isStriped } from '../../lib/palette.ts'
import { colourOnPictures } from './colours.ts'
import type { Face } from './face.ts'

/** A tile on a canvas, its sizes in device pixels; all else here is in CSS pixels. */
export type Place = { left: number; side: number; scale: number }

/** Below this tiles are too small for words, CSS pixels. */
const BARE_BELOW = 72
/** Where there is no room for both, the doubt matters more than the guess. */
const GUESS_FROM = 140
const MARGIN = 1
const TEXT = 12
const LINE = 16
const VEIL = 'rgb(0 0 0 / 62%)'
const DARK_VEIL = 'rgb(0 0 0 / 72%)'
const WHITE = '#ffffff'

type Context = CanvasRenderingContext2D
type Chip = { text: string; veil: string; colour?: string | undefined; from: 'label' | 'guess' }

/** Draws what lies over a tile's picture: always light on a dark veil, in either theme, as the pictures know none. */
export function drawFace(context: Context, { left, side, scale }: Place, { label, guess, flagged }: Face) {
  context.save()
  context.translate(left, 0)
  context.scale(scale, scale)
  const tile = side / scale
  const bare = tile < BARE_BELOW
  if (label) drawBar(context, tile, label)
  if (label?.name && !bare) drawChip(context, tile, { text: label.name, veil: VEIL, from: 'label' })
  if (guess) {
    const colour = guess.sure ? colourOnPictures(guess.color) : undefined
    drawChip(context, tile, { text: guessText(guess, tile), veil: DARK_VEIL, colour, from: 'guess' })
  }
  if (flagged) drawFlag(context)
  context.restore()
}

function guessText({ name, sure }: NonNullable<Face['guess']>, tile: number): string {
  if (tile < BARE_BELOW) return '?'
  if (sure) return name
  return tile < GUESS_FROM ? 'Not sure' : `Not sure: ${name}`
}

/** A thin bar of the class's colour at the foot, thicker where a person gave or accepted the label. */
function drawBar(context: Context, tile: number, { color, corrected }: NonNullable<Face['label']>) {
  const height = corrected ? 5 : 3
  const [top, right] = [tile - MARGIN - height, tile - MARGIN]
  context.fillStyle = colourOnPictures(color)
  if (!isStriped(color)) return context.fillRect(MARGIN, top, right - MARGIN, height)
  context.beginPath()
  for (let x = MARGIN; x < right; x += 7) context.rect(x, top, Math.min(4, right - x), height)
  context.fill()
}

/** The label stands at the foot on the left, the guess at the head on the right with its class's colour before it. */
function drawChip(context: Context, tile: number, { text, veil, colour, from }: Chip) {
  const before = colour ? 8 : 4
  context.font = `${TEXT}px ${fontFamily()}`
  const fitted = fit(context, text, tile - 2 * MARGIN - before - 4)
  const width = before + fitted.width + 4
  const left = from === 'label' ? MARGIN : tile - MARGIN - width
  const top = from === 'label' ? tile - 4 - LINE : MARGIN
  context.fillStyle = veil
  context.beginPath()
  context.roundRect(left, top, width, LINE, from === 'label' ? [0, 3, 0, 0] : [0, 0, 0, 3])
  context.fill()
  if (colour) {
    context.fillStyle = colour
    context.fillRect(left, top, 4, LINE)
  }
  context.fillStyle = WHITE
  context.textBaseline = 'middle'
  context.fillText(fitted.text, left + before, top + LINE / 2 + 1)
}

function drawFlag(context: Context) {
  context.fillStyle = DARK_VEIL
  context.beginPath()
  context.roundRect(MARGIN, MARGIN, LINE, LINE, [0, 0, 3, 0])
  context.fill()
  context.fillStyle = WHITE
  context.beginPath()
  context.rect(MARGIN + 4, MARGIN + 3, 1.5, 10)
  context.rect(MARGIN + 5, MARGIN + 3, 7, 5)
  context.fill()
}

/** A photo whose file is gone: a quiet frame with a stroke through it. */
export function drawGone(context: Context, { left, side, scale }: Place) {
  context.save()
  context.translate(left, 0)
  context.scale(scale, scale)
  const tile = side / scale
  const [from, to] = [tile * 0.36, tile * 0.64]
  context.strokeStyle = 'rgb(128 128 128 / 80%)'
  context.lineWidth = 1.5
  context.beginPath()
  context.roundRect(from, from, to - from, to - from, 2)
  context.moveTo(from, to)
  context.lineTo(to, from)
  context.stroke()
  context.restore()
}

let family: string | undefined
const fontFamily = () => (family ??= getComputedStyle(document.body).fontFamily)

type Fitted = { text: string; width: number }
const fitting = new Map<string, Fitted>()
/** Names are few, and so are sizes; only somebody who tries them all gets so far. */
const FITTED_KEPT = 5000

/** As much of a text as there is room for, with an ellipsis where it is not all. */
function fit(context: Context, text: string, room: number): Fitted {
  const key = `${room} ${text}`
  const found = fitting.get(key)
  if (found) return found
  if (fitting.size >= FITTED_KEPT) fitting.clear()
  const fitted = shorten(context, text, room)
  fitting.set(key, fitted)
  return fitted
}

function shorten(context: Context, text: string, room: number): Fitted {
  const letters = [...text]
  for (let kept = letters.length; kept > 0; kept--) {
    const part = kept === letters.length ? text : `${letters.slice(0, kept).join('').trimEnd()}…`
    const { width } = context.measureText(part)
    if (width <= room) return { text: part, width }
  }
  return { text: '', width: 0 }
}
