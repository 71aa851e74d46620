import { onMap, type Point } from './camera.ts'
import { isStep } from './lasso.ts'
import type { MapView } from './view.svelte.ts'

/** A press that moves less than this is a click, CSS pixels. */
const CLICK = 4
/** How much closer a turn of the wheel by one pixel brings. */
const WHEEL = 0.0015
/** Pixels of a line, where a wheel counts in those. */
const LINE = 16
/** Part of what is seen that an arrow key moves by, and how much closer a key brings. */
const STEP = 0.1
export const CLOSER = 1.4

/** What a hand does to a map: drags it, draws a lasso, points, turns the wheel, presses keys. */
export class Hand {
  readonly #view: () => MapView
  #press: { at: Point; last: Point; kind: 'pan' | 'lasso'; moved: boolean } | null = null
  /** Corners of the lasso that is being drawn, on the screen. */
  #path = $state.raw<readonly Point[]>([])

  constructor(view: () => MapView) {
    this.#view = view
  }

  get path() {
    return this.#path
  }
  get dragging(): boolean {
    return this.#press?.kind === 'pan' && this.#press.moved
  }

  /** @param lasso whether Shift is held, whatever tool is in the hand */
  down(at: Point, lasso: boolean) {
    const kind = lasso || this.#view().tool === 'lasso' ? 'lasso' : 'pan'
    this.#press = { at, last: at, kind, moved: false }
    this.#path = []
  }

  move(at: Point) {
    const press = this.#press
    if (!press) return this.#view().hover(this.#mapped(at))
    if (!press.moved && Math.hypot(at.x - press.at.x, at.y - press.at.y) < CLICK) return
    if (!press.moved) this.#view().hover(null)
    if (!press.moved && press.kind === 'lasso') this.#path = [press.at]
    press.moved = true
    if (press.kind === 'pan') this.#view().pan(at.x - press.last.x, at.y - press.last.y)
    else if (isStep(this.#path.at(-1), at)) this.#path = [...this.#path, at]
    press.last = at
  }

  up(at: Point) {
    const press = this.#press
    this.#press = null
    if (!press) return
    if (!press.moved) this.pick(at)
    else if (press.kind === 'lasso') this.#view().lasso(this.#path.map((corner) => this.#mapped(corner)))
    this.#path = []
  }

  /** The press is no more: nothing comes of it. */
  drop() {
    this.#press = null
    this.#path = []
  }

  leave() {
    if (!this.#press) this.#view().hover(null)
  }

  wheel(at: Point, { deltaY, deltaMode }: Pick<WheelEvent, 'deltaY' | 'deltaMode'>) {
    const pixels = deltaMode === 1 ? deltaY * LINE : deltaY
    this.#view().hover(null)
    this.#view().zoom(Math.exp(-pixels * WHEEL), at)
  }

  /** Chooses the image at this place of the screen, and none where there is none. */
  pick(at: Point) {
    const place = this.#view().at(this.#mapped(at))
    this.#view().choose(place === undefined ? new Uint32Array(0) : Uint32Array.of(place))
  }

  /** Whether the key means something here. */
  key(key: string): boolean {
    const view = this.#view()
    const { width, height } = view.size
    const pan = (x: number, y: number) => () => view.pan(x * STEP * width, y * STEP * height)
    const keys: Record<string, () => void> = {
      ArrowLeft: pan(1, 0),
      ArrowRight: pan(-1, 0),
      ArrowUp: pan(0, 1),
      ArrowDown: pan(0, -1),
      '+': () => view.zoom(CLOSER),
      '=': () => view.zoom(CLOSER),
      '-': () => view.zoom(1 / CLOSER),
      '0': () => view.fit(),
      ' ': () => this.pick({ x: width / 2, y: height / 2 }),
      Escape: () => (this.drop(), view.choose(new Uint32Array(0))),
    }
    keys[key]?.()
    return key in keys
  }

  #mapped(at: Point): Point {
    return onMap(this.#view().camera, this.#view().size, at)
  }
}
