import type { ImageRow } from '../../../../shared/contract/browse.ts'
import { describe, disagreement, type Classes } from './describe.ts'

/** What lies over a picture, and says in words what it shows. */
export type Face = {
  words: string
  /** Without a name, only its bar is drawn. */
  label: { name: string; color: number; corrected: boolean } | null
  /** The model's class where it differs; without an answer that is sure it is no class's colour. */
  guess: { name: string; color: number; sure: boolean } | null
  flagged: boolean
}

const LOADING: Face = { words: 'Loading', label: null, guess: null, flagged: false }

const known = new WeakMap<ImageRow, { classes: Classes; face: Face }>()

/** The same object for the same row, so that nothing is done anew for a tile that has not changed. */
export function faceOf(row: ImageRow | undefined, classes: Classes): Face {
  if (!row) return LOADING
  const found = known.get(row)
  if (found?.classes === classes) return found.face
  const face = make(row, classes)
  known.set(row, { classes, face })
  return face
}

function make(row: ImageRow, classes: Classes): Face {
  const label = row.label === null ? undefined : classes.get(row.label)
  const guessed = disagreement(row, classes)
  const guess = guessed === null ? undefined : classes.get(guessed)
  const corrected = row.labelledBy === 'person' || row.labelledBy === 'model'
  return {
    words: describe(row, classes),
    label: label ? { name: label.name, color: label.color, corrected } : null,
    guess: guess ? { name: guess.name, color: guess.color, sure: row.prediction?.sure !== false } : null,
    flagged: row.flagged,
  }
}
