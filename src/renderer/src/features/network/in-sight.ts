/** How far outside the window it counts as in sight already, pixels: scrolling must not overtake the drawing. */
const AHEAD = '600px'

/** For an element: tells whenever it comes into sight or goes out of it. */
export const whileInSight = (tell: (inSight: boolean) => void) => (element: Element) => {
  const root = element.closest('[data-scrolls]')
  const observer = new IntersectionObserver(([entry]) => tell(entry!.isIntersecting), {
    root,
    rootMargin: AHEAD,
  })
  observer.observe(element)
  return () => observer.disconnect()
}
