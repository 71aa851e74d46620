import type { Run } from '../../../../shared/contract/training.ts'
import type { RecipeChanges } from '../../../../shared/train-options.ts'
import { KNOBS, type Knob } from './knobs.ts'

const lowerFirst = (text: string) => text[0]!.toLowerCase() + text.slice(1)

const valueText = ({ choices, unit }: Knob, value: unknown): string => {
  if (!choices) return unit ? `${value} ${unit}` : String(value)
  const name = choices[String(value)] ?? String(value)
  return typeof value === 'boolean' ? lowerFirst(name) : name
}

function changeText(knob: Knob, changes: RecipeChanges): string[] {
  const values: Record<string, unknown> = { ...changes, ...changes.augmentation }
  const value = values[knob.name]
  return value === undefined ? [] : [`${lowerFirst(knob.label)} ${valueText(knob, value)}`]
}

/** ", with epochs 3, mirror off": what a run changes of its recipe; nothing where it changes nothing. */
export function changesText(changes: Run['changes']): string {
  const parts = KNOBS.flatMap((knob) => changeText(knob, changes ?? {}))
  return parts.length > 0 ? `, with ${parts.join(', ')}` : ''
}
