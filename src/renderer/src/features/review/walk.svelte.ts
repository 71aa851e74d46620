import type { ImageId } from '../../../../shared/domain.ts'
import { OPEN, type Items } from './items.ts'

/** So many of the images that are still to do are known beforehand. */
const AHEAD = 4

/** Where in a review a person is: at one of its images, or at the result. */
export class Walk {
  readonly #items: () => Items
  readonly #onGo: () => void
  #place = $state(0)
  #ended = $state(false)
  /** Gone on from, before the server has confirmed what was said of them. */
  readonly #left = new Set<ImageId>()

  /** `onGo` hears of each step. */
  constructor(items: () => Items, onGo: () => void) {
    this.#items = items
    this.#onGo = onGo
  }

  get place() {
    return this.#place
  }
  /** What came of it is shown instead of an image: nothing is left to do, or the person asked. */
  get ended() {
    return this.#ended
  }
  get current(): ImageId | undefined {
    return this.#ended ? undefined : this.#items().at(this.#place)
  }

  /** The next images that are still to do. */
  ahead(): ImageId[] {
    const items = this.#items()
    return items.nextOpen(this.#place, AHEAD, this.#left).map((place) => items.at(place)!)
  }

  /** At the first image that is still to do. */
  start() {
    this.#left.clear()
    const items = this.#items()
    this.#go(items.state(0) === OPEN ? 0 : items.nextOpen(0, 1)[0])
  }

  goTo(place: number) {
    this.#go(Math.max(0, Math.min(this.#items().length - 1, place)))
  }

  /** To the image before or behind, whatever its state. From the result, back; past the last one to it, if all is done. */
  step(by: number) {
    const { images, left } = this.#items().counts()
    const place = this.#ended ? this.#place : this.#place + by
    if (place >= images && left === 0) this.showResult()
    else this.goTo(place)
  }

  /** On to the next image that is still to do. */
  advance() {
    const id = this.current
    if (id === undefined) return
    this.#left.add(id)
    this.#go(this.#items().nextOpen(this.#place, 1, this.#left)[0])
  }

  showResult() {
    if (this.#items().length > 0) this.#go(undefined)
  }

  /** Goes to the first of these that is in the review. */
  reveal(ids: readonly ImageId[]) {
    this.confirmed(ids)
    const places = ids.map((id) => this.#items().place(id)).filter((place) => place !== undefined)
    if (places.length > 0) this.#go(Math.min(...places))
  }

  /** It is known by now how these stand. */
  confirmed(ids: readonly ImageId[]) {
    for (const id of ids) this.#left.delete(id)
  }

  #go(place: number | undefined) {
    this.#ended = place === undefined
    if (place !== undefined) this.#place = place
    this.#onGo()
  }
}
