import { z } from 'zod'
import { RecipeChanges } from '../../../../shared/train-options.ts'

/** What a number may be, as a knob says it beside itself ("0 to under 1") and in a sentence. */
export type Range = { short: string; sentence: string }

type Schema = {
  type?: string
  properties?: Record<string, Schema>
} & Partial<Record<'minimum' | 'maximum' | 'exclusiveMinimum' | 'exclusiveMaximum', number>>

const CHANGES = z.toJSONSchema(RecipeChanges) as Schema
const format = new Intl.NumberFormat('en')

function bounds({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: Schema, under: string): string {
  const most =
    exclusiveMaximum === undefined ? format.format(maximum!) : `${under} ${format.format(exclusiveMaximum)}`
  return exclusiveMinimum === undefined
    ? `${format.format(minimum!)} to ${most}`
    : `above ${format.format(exclusiveMinimum)}, at most ${most}`
}

/** The range of the number at this path of a recipe's changes, as its schema has it; null where it is no number. */
export function rangeOf(path: readonly string[]): Range | null {
  const schema = path.reduce((at, key) => at.properties![key]!, CHANGES)
  if (schema.type !== 'integer' && schema.type !== 'number') return null
  const what = schema.type === 'integer' ? 'a whole number' : 'a number'
  const from = schema.exclusiveMinimum === undefined ? 'from ' : ''
  return { short: bounds(schema, 'under'), sentence: `${what} ${from}${bounds(schema, 'less than')}` }
}
