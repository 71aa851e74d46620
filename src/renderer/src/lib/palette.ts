/** The class colours written in styles/tokens.css: --class-0 to --class-9. */
const COLOURS = 10

/** The slot of a label that is no class. */
export const NEUTRAL = -1

export const classColour = (slot: number): string =>
  slot === NEUTRAL ? 'var(--muted)' : `var(--class-${slot % COLOURS})`

/** From the eleventh class on the colours come again, striped. */
export const isStriped = (slot: number): boolean => slot >= COLOURS

/** Fill of a class's bar or swatch. */
export function classFill(slot: number): string {
  const colour = classColour(slot)
  if (!isStriped(slot)) return colour
  return `repeating-linear-gradient(135deg, ${colour} 0 3px, transparent 3px 5px)`
}

const HUES = ['Sky', 'Orange', 'Green', 'Pink', 'Yellow', 'Vermilion', 'Blue', 'Brown', 'Grey', 'Lilac']

/** The colours that can be chosen, by slot: plain, then striped. */
export const COLOUR_NAMES = [...HUES, ...HUES.map((hue) => `${hue}, striped`)]
