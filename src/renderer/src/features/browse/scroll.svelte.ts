/**
 * Chromium's elements end at 33,554,432 px, and positions lose precision from 2^24 on; half of that, so that it holds for
 * two device pixels to a CSS pixel.
 */
const TALLEST = 8_000_000
/** So far from both ends a pixel of the scrollbar's is a pixel of the pictures', whatever lies between. */
const TRUE_ENDS = 200_000

/** Heights of all pictures and of what is seen of them. */
export type Heights = { real: number; viewport: number }

/** Height of the element that is scrolled. */
export const shownHeight = (real: number): number => Math.min(real, TALLEST)

const ranges = ({ real, viewport }: Heights) => ({
  all: Math.max(0, real - viewport),
  shown: Math.max(0, shownHeight(real) - viewport),
})

/** Where the scrollbar stands for a position among the pictures. */
export function toShown(top: number, heights: Heights): number {
  const { all, shown } = ranges(heights)
  if (all === shown || top <= TRUE_ENDS) return top
  if (top >= all - TRUE_ENDS) return shown - (all - top)
  return TRUE_ENDS + ((top - TRUE_ENDS) * (shown - 2 * TRUE_ENDS)) / (all - 2 * TRUE_ENDS)
}

/** The position among the pictures for where the scrollbar stands. */
export function toReal(scrollTop: number, heights: Heights): number {
  const { all, shown } = ranges(heights)
  if (all === shown || scrollTop <= TRUE_ENDS) return scrollTop
  if (scrollTop >= shown - TRUE_ENDS) return all - (shown - scrollTop)
  return TRUE_ENDS + ((scrollTop - TRUE_ENDS) * (all - 2 * TRUE_ENDS)) / (shown - 2 * TRUE_ENDS)
}

/**
 * Scrolls any number of pictures by an element of a bounded height. Up to that height they are the same. Beyond it, a
 * short way (wheel, keys) is so many real pixels, and the scrollbar lags a little, to be set right at rest; a long way
 * (the bar dragged by a pixel or more) leads to the place that the bar stands for.
 */
export class LongScroll {
  readonly #heights: () => Heights
  #top = $state(0)
  /** By so much the real position is ahead of the element's. */
  #offset = $state(0)

  constructor(heights: () => Heights) {
    this.#heights = heights
  }

  /** The first real pixel that is seen. */
  get top() {
    return this.#top
  }
  get offset() {
    return this.#offset
  }

  /** The element stands here now. Answers where it has to stand; nearly always the same. */
  scrolled(scrollTop: number): number {
    const heights = this.#heights()
    const { all, shown } = ranges(heights)
    if (all === shown) return this.#stand(scrollTop, scrollTop)
    const by = scrollTop - (this.#top - this.#offset)
    const leap = Math.abs(by) > shown / (2 * heights.viewport)
    // Whole pixels: between two of them pictures are blurred.
    const top = leap ? Math.round(toReal(scrollTop, heights)) : this.#top + by
    this.#stand(Math.max(0, Math.min(top, all)), scrollTop)
    const lag = Math.abs(scrollTop - toShown(this.#top, heights))
    const nearEnd = scrollTop < TRUE_ENDS / 2 || scrollTop > shown - TRUE_ENDS / 2
    return lag > TRUE_ENDS / 2 || nearEnd ? this.rest() : scrollTop
  }

  /** Goes to a real position, or as near as there is one. Answers where the element has to stand. */
  go(top: number): number {
    this.#top = Math.max(0, Math.min(top, ranges(this.#heights()).all))
    return this.rest()
  }

  /** Nothing moves: the scrollbar is set right. Answers where the element has to stand. */
  rest(): number {
    const heights = this.#heights()
    const { all, shown } = ranges(heights)
    const scrollTop = toShown(this.#top, heights)
    // A whole pixel, since the element would round it, and the pictures move by what is lost.
    return this.#stand(this.#top, all === shown ? scrollTop : Math.round(scrollTop))
  }

  #stand(top: number, scrollTop: number): number {
    this.#top = top
    this.#offset = top - scrollTop
    return scrollTop
  }
}
