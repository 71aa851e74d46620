/** The class colours written in styles/tokens.css: --class-0 to --class-9. */
const COLOURS = 10

export const classColour = (slot: number): string => `var(--class-${slot % COLOURS})`

/** Fill of a class's bar or swatch. From the eleventh class on the colours come again, striped. */
export function classFill(slot: number): string {
  const colour = classColour(slot)
  if (slot < COLOURS) return colour
  return `repeating-linear-gradient(135deg, ${colour} 0 3px, transparent 3px 5px)`
}

const HUES = ['Sky', 'Orange', 'Green', 'Pink', 'Yellow', 'Vermilion', 'Blue', 'Brown', 'Grey', 'Lilac']

/** The colours that can be chosen, by slot: plain, then striped. */
export const COLOUR_NAMES = [...HUES, ...HUES.map((hue) => `${hue}, striped`)]
