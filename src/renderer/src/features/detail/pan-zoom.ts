import Panzoom, { type PanzoomObject } from '@panzoom/panzoom'

/** Of the picture as it fits the window. */
const MAX_SCALE = 24

/**
 * Lets an element be zoomed into with the wheel and moved by dragging, within the one that holds it. For `{@attach}`.
 * @param take is given the handle by which keys do the same
 */
export const panZoom = (take: (handle: PanzoomObject) => void) => (element: HTMLElement) => {
  const stage = element.parentElement!
  const handle = Panzoom(element, {
    ...{ minScale: 1, maxScale: MAX_SCALE, contain: 'outside', panOnlyWhenZoomed: true, step: 0.5 },
    ...{ animate: !matchMedia('(prefers-reduced-motion: reduce)').matches, duration: 120, cursor: 'zoom-in' },
  })
  const wheel = (event: WheelEvent) => handle.zoomWithWheel(event, { animate: false })
  stage.addEventListener('wheel', wheel)
  take(handle)
  return () => {
    stage.removeEventListener('wheel', wheel)
    handle.destroy()
  }
}
