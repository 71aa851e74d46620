import type { Knobs } from '../../../shared/contract/models.ts'
import type { Manifest } from './manifest.ts'

/** A recipe's knobs by name, those of its parts (augmentation) among them; anything that is no plain value is left out. */
export function knobsOf({ name: _name, ...recipe }: Manifest['recipe']): Knobs {
  return Object.fromEntries(flat(recipe))
}

const flat = (values: object): [string, number | boolean | string][] =>
  Object.entries(values).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string')
      return [[name, value]]
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? flat(value) : []
  })
