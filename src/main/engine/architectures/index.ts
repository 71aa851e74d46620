import { HaberdashError } from '../../../shared/errors.ts'
import { classic } from './classic.ts'
import { compact } from './compact.ts'
import { photo } from './photo.ts'
import type { Architecture } from './layers.ts'

const architectures: Record<string, Architecture> = { classic, compact, photo }

/** The architecture of that name. Throws `recipe-unknown`. */
export function architecture(name: string): Architecture {
  const found = Object.hasOwn(architectures, name) ? architectures[name] : undefined
  if (found) return found
  throw new HaberdashError('recipe-unknown', `There is no network architecture called "${name}".`, {
    todo: `Choose one of: ${Object.keys(architectures).join(', ')}.`,
  })
}
