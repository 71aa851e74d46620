import initial from './0001-initial.ts'
import modelNotes from './0002-model-notes.ts'
import scores from './0003-scores.ts'
import photoFixes from './0004-photo-fixes.ts'
import photoLooks from './0005-photo-looks.ts'
import classes from './0006-classes.ts'
import workstation from './0007-workstation.ts'
import insight from './0008-insight.ts'

/** In order; a database's user_version is how many it has had. Never change one that has been released: add one. */
export const migrations: readonly string[] = [
  initial,
  modelNotes,
  scores,
  photoFixes,
  photoLooks,
  classes,
  workstation,
  insight,
]
