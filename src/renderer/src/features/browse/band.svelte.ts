import { swallowClick } from '../labels/dragging.svelte.ts'
import type { Area } from './layout.ts'
import type { Range } from './selection.svelte.ts'

/** So far a press may wander before it is a band, CSS pixels. */
const SLACK = 6
/** So near to the upper or lower edge, or beyond it, the pictures scroll. */
const EDGE = 40
/** The further beyond, the faster: pixels in a frame at most. */
const FASTEST = 60

/** What selects by a band. */
export type BandTarget = {
  beginBand(place: number, adds: boolean): void
  band(ranges: Iterable<Range>): void
  endBand(): void
  cancelBand(): void
}

/** What a band is drawn on. */
export type BandGround = {
  element: () => HTMLElement
  /** A point of the window, among all pictures. */
  point: (x: number, y: number) => { x: number; y: number }
  touched: (area: Area) => Iterable<Range>
  scrollBy: (pixels: number) => void
  target: () => BandTarget
}

/** A rubber band, drawn with the pointer over the pictures it selects. Escape takes it back. */
export class RubberBand {
  readonly #ground: BandGround
  #area = $state.raw<Area | null>(null)
  #from = { x: 0, y: 0 }
  #pointer = { x: 0, y: 0 }
  #stop: (() => void) | null = null

  constructor(ground: BandGround) {
    this.#ground = ground
  }

  /** What it spans, among all pictures; null: none is drawn. */
  get area() {
    return this.#area
  }

  /** A press on a place, that becomes a band if it wanders. */
  press(event: PointerEvent, place: number, adds: boolean) {
    this.#stop?.()
    const { element, point } = this.#ground
    const start = { x: event.clientX, y: event.clientY }
    this.#from = point(start.x, start.y)
    const move = ({ clientX: x, clientY: y, pointerId }: PointerEvent) => {
      if (pointerId !== event.pointerId) return
      this.#pointer = { x, y }
      if (!this.#area) {
        if (Math.hypot(x - start.x, y - start.y) < SLACK) return
        element().setPointerCapture(pointerId)
        this.#ground.target().beginBand(place, adds)
        this.#edges()
      }
      this.follow()
    }
    this.#listen(move)
  }

  /** The pointer moved over the pictures, or they under it. */
  follow() {
    if (!this.#stop) return
    const { point, touched, target } = this.#ground
    const to = point(this.#pointer.x, this.#pointer.y)
    const [left, right] = [Math.min(this.#from.x, to.x), Math.max(this.#from.x, to.x)]
    const [top, bottom] = [Math.min(this.#from.y, to.y), Math.max(this.#from.y, to.y)]
    this.#area = { left, top, right, bottom }
    target().band(touched(this.#area))
  }

  /** The pictures scrolled: a band goes with them. */
  scrolled() {
    if (this.#area) this.follow()
  }

  #listen(move: (event: PointerEvent) => void) {
    const listening = new AbortController()
    const { signal } = listening
    const end = (how: 'endBand' | 'cancelBand') => () => {
      if (this.#area) {
        this.#ground.target()[how]()
        swallowClick()
      }
      this.#stop?.()
    }
    this.#stop = () => {
      listening.abort()
      this.#area = null
      this.#stop = null
    }
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !this.#area) return
      event.preventDefault()
      event.stopPropagation()
      end('cancelBand')()
    }
    window.addEventListener('pointermove', move, { signal })
    window.addEventListener('pointerup', end('endBand'), { signal })
    window.addEventListener('pointercancel', end('endBand'), { signal })
    window.addEventListener('blur', end('endBand'), { signal })
    window.addEventListener('keydown', key, { signal, capture: true })
  }

  /** For as long as a band is drawn, and its end is near an edge. */
  #edges() {
    const stop = this.#stop
    const frame = () => {
      if (this.#stop !== stop) return
      const { top, bottom } = this.#ground.element().getBoundingClientRect()
      const speed = edgeSpeed(this.#pointer.y, top, bottom)
      if (speed !== 0) this.#ground.scrollBy(speed)
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  }
}

/** How fast to scroll for a pointer at a height, pixels a frame: up is negative, 0 away from both edges. */
export function edgeSpeed(y: number, top: number, bottom: number): number {
  const speed = (beyond: number) => Math.max(0, Math.min(FASTEST, Math.round(beyond / 2)))
  return speed(y - (bottom - EDGE)) - speed(top + EDGE - y)
}
