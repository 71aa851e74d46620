export type Rgb = readonly [red: number, green: number, blue: number]

/** A CSS colour as an element's style has it, "var(--wrong)" for one, in numbers from 0 to 255. */
export function resolved(colour: string, within: Element): Rgb {
  const probe = document.createElement('span')
  probe.style.color = colour
  within.append(probe)
  const computed = getComputedStyle(probe).color
  probe.remove()
  const [red = 0, green = 0, blue = 0] = (computed.match(/[\d.]+/g) ?? []).map(Number)
  return computed.startsWith('color(') ? [red * 255, green * 255, blue * 255] : [red, green, blue]
}
