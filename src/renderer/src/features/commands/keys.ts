/** Keys whose shifted character says already that Shift was held, such as "?". */
const isSymbol = (key: string) => key.length === 1 && key.toLowerCase() === key.toUpperCase()

/** A key press as it is written in a command's `keys`: "u", "Ctrl+Shift+z", "?", "Space". Command counts as Ctrl. */
export function keyName(event: KeyboardEvent): string {
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toLowerCase() : event.key
  const parts: string[] = []
  if (event.ctrlKey || event.metaKey) parts.push('Ctrl')
  if (event.altKey) parts.push('Alt')
  if (event.shiftKey && !isSymbol(key)) parts.push('Shift')
  return [...parts, key].join('+')
}

const SHOWN: Record<string, string> = {
  Arrows: '← → ↑ ↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
}

/** "Ctrl+Shift+z" -> ["Ctrl", "Shift", "Z"]. */
export const keyParts = (keys: string): string[] =>
  keys.split(/(?<=.)\+/).map((part) => SHOWN[part] ?? (part.length === 1 ? part.toUpperCase() : part))

/** As aria-keyshortcuts wants them: "Control+Shift+Z". */
export const ariaKeys = (keys: readonly string[]): string =>
  keys.map((each) => each.replace('Ctrl', 'Control')).join(' ')

const TEXT_FIELD =
  'input:not([type=range], [type=checkbox], [type=radio]), textarea, select, [contenteditable=true]'
const OWN_KEYS = 'button, a, summary, input, [role^=menuitem], [role=option], [role=radio]'
const POPOVER = '[data-popover-content]'
const LAYER = '[role=dialog], [role=menu], [role=listbox], [role=alertdialog]'

/** Whether a key pressed here is for a command, and not for the field, button, menu or dialog it is pressed in. */
export function isForCommands(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null
  if (!target || event.defaultPrevented || event.isComposing) return false
  const held = event.ctrlKey || event.metaKey
  const opensAll = held && event.key.toLowerCase() === 'k'
  const layer = target.closest(LAYER)
  // What is popped up beside the pictures is left as easily as it was opened.
  const takesCommands = layer?.hasAttribute('data-commands') || (opensAll && layer?.matches(POPOVER))
  if (layer && !takesCommands) return false
  if (target.closest(TEXT_FIELD) && !opensAll) return false
  return !([' ', 'Enter'].includes(event.key) && !held && target.closest(OWN_KEYS))
}
