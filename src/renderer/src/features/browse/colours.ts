import { classColour } from '../../lib/palette.ts'

const known = new Map<number, string>()

/**
 * A class's colour as a canvas takes it. On pictures, which know no theme, it is the dark theme's, the lighter one; so
 * it is the same for as long as the window lives.
 */
export function colourOnPictures(slot: number): string {
  const found = known.get(slot)
  if (found !== undefined) return found
  const probe = document.createElement('span')
  probe.style.colorScheme = 'dark'
  probe.style.color = classColour(slot)
  document.body.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  known.set(slot, color)
  return color
}
