import type { ImageRow } from '../../../../shared/contract/browse.ts'
import type { Classes } from '../browse/describe.ts'
import { faceOf, type Face } from '../browse/face.ts'

const known = new WeakMap<Face, Face>()

/** The column says the class already; that a person gave it, it does not. The same object for the same row, as `faceOf`. */
export function faceInColumn(row: ImageRow | undefined, classes: Classes): Face {
  const face = faceOf(row, classes)
  if (!face.label) return face
  const found = known.get(face)
  if (found) return found
  const quiet = { ...face, label: face.label.corrected ? { ...face.label, name: '' } : null }
  known.set(face, quiet)
  return quiet
}
