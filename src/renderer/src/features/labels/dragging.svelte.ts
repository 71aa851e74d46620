import type { ClassId, ImageId } from '../../../../shared/domain.ts'

/** So far a press may wander before it is a drag, CSS pixels. */
const SLACK = 6

type Point = { x: number; y: number }

/**
 * Images that are dragged onto a class. What takes them is any element with `data-drop-class`, the class's id: the palette's
 * buttons, the board's columns.
 */
export class LabelDrag {
  readonly #onDrop: (ids: ImageId[], classId: ClassId) => void
  #ids = $state.raw<readonly ImageId[]>([])
  #over = $state<ClassId | null>(null)
  #at = $state.raw<Point>({ x: 0, y: 0 })

  constructor(onDrop: (ids: ImageId[], classId: ClassId) => void) {
    this.#onDrop = onDrop
  }

  /** Under way, past the slack of a mere press. */
  get active() {
    return this.#ids.length > 0
  }
  get count() {
    return this.#ids.length
  }
  /** The class that would take them now. */
  get over() {
    return this.#over
  }
  get at() {
    return this.#at
  }

  /** A press on images that `ids` names once it has become a drag. Escape ends it without a label. */
  press(event: PointerEvent, ids: () => readonly ImageId[]) {
    if (event.button !== 0) return
    const from = { x: event.clientX, y: event.clientY }
    const end = new AbortController()
    const { signal } = end
    const cancel = () => {
      end.abort()
      this.#ids = []
      this.#over = null
    }
    const move = ({ clientX: x, clientY: y }: PointerEvent) => {
      if (!this.active && Math.hypot(x - from.x, y - from.y) < SLACK) return
      if (!this.active) this.#ids = ids()
      this.#at = { x, y }
      this.#over = classUnder({ x, y })
    }
    const up = () => {
      const [dropped, over, wasDrag] = [this.#ids, this.#over, this.active]
      cancel()
      if (wasDrag) swallowClick()
      if (over !== null) this.#onDrop([...dropped], over)
    }
    const key = (pressed: KeyboardEvent) => {
      if (pressed.key !== 'Escape' || !this.active) return
      pressed.preventDefault()
      pressed.stopPropagation()
      cancel()
      swallowClick()
    }
    window.addEventListener('pointermove', move, { signal })
    window.addEventListener('pointerup', up, { signal })
    window.addEventListener('pointercancel', cancel, { signal })
    window.addEventListener('blur', cancel, { signal })
    window.addEventListener('keydown', key, { signal, capture: true })
  }
}

function classUnder({ x, y }: Point): ClassId | null {
  const target = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-drop-class]')
  return target ? (Number(target.dataset.dropClass) as ClassId) : null
}

/** The click that follows a drag is none. */
export function swallowClick() {
  const swallow = (event: MouseEvent) => event.stopPropagation()
  window.addEventListener('click', swallow, { capture: true, once: true })
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }))
}
