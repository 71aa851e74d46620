import type { Knobs } from '../../../shared/contract/models.ts'
import type { Manifest } from './manifest.ts'

/**
 * A recipe's knobs by name; anything that is no plain value is left out. Those of the augmentation go by their own names,
 * those of another part by that part's too: "headEpochs" is not "epochs".
 */
export function knobsOf({ name: _name, augmentation, ...recipe }: Manifest['recipe']): Knobs {
  return Object.fromEntries([...flat(recipe), ...flat(augmentation ?? {})])
}

const flat = (values: object, part = ''): [string, number | boolean | string][] =>
  Object.entries(values).flatMap(([key, value]: [string, unknown]) => {
    const name = part ? `${part}${key.charAt(0).toUpperCase()}${key.slice(1)}` : key
    if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string')
      return [[name, value]]
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? flat(value, name) : []
  })
