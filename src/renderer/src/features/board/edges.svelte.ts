import type { Attachment } from 'svelte/attachments'
import type { LabelDrag } from '../labels/dragging.svelte.ts'

/** So near to an edge a drag scrolls, CSS pixels. */
const EDGE = 48
/** The most it scrolls in a frame, CSS pixels. */
const FASTEST = 16

/** How far to scroll in a frame, for a pointer at `x`: faster the nearer it is to an edge, or beyond it. */
export function edgeSpeed(x: number, left: number, right: number): number {
  const beyond = (distance: number) => Math.min(1, Math.max(0, (EDGE - distance) / EDGE)) * FASTEST
  return Math.round(beyond(right - x) - beyond(x - left))
}

/** Scrolls an element sideways while images are dragged to its left or right edge. */
export const scrollsAtEdges =
  (drag: LabelDrag): Attachment<HTMLElement> =>
  (element) => {
    $effect(() => {
      if (!drag.active) return
      let frame = requestAnimationFrame(function scroll() {
        const { left, right } = element.getBoundingClientRect()
        const before = element.scrollLeft
        element.scrollLeft += edgeSpeed(drag.at.x, left, right)
        if (element.scrollLeft !== before) tellPointer(drag.at)
        frame = requestAnimationFrame(scroll)
      })
      return () => cancelAnimationFrame(frame)
    })
  }

/** What is under a pointer that stands still has changed: the drag looks anew. */
function tellPointer({ x, y }: { x: number; y: number }) {
  window.dispatchEvent(new PointerEvent('pointermove', { clientX: x, clientY: y }))
}
