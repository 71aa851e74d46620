import {
  MAX_CHANGES,
  type Changed,
  type Changes,
  type ResultSplit,
} from '../../../shared/contract/results.ts'
import type { ClassId, ImageId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { ReadableDatabase } from '../library/database.ts'
import type { Manifest } from '../models/manifest.ts'
import { mcnemar } from '../models/mcnemar.ts'
import { livingClasses } from './answered.ts'
import { named } from './named.ts'
import { slices } from './slices.ts'
import { imagesOf, requireSplit, type Looked } from './splits.ts'

const BOTH = `
  SELECT images.id, label_class, a.class_id, a.confidence, b.class_id, b.confidence
  FROM json_each(?) AS wanted CROSS JOIN images ON images.id = wanted.value
  LEFT JOIN predictions AS a ON a.model_id = ? AND a.image_id = images.id
  LEFT JOIN predictions AS b ON b.model_id = ? AND b.image_id = images.id ORDER BY wanted.key`

type Change = Pick<Changed, 'id' | 'label' | 'a' | 'b'>
type Row = [ImageId, ClassId | null, ClassId | null, number, ClassId | null, number]

/**
 * Two versions' kept answers laid beside each other, against the labels as they are now.
 * @throws HaberdashError `wrong-usage` for one version twice, `nothing-to-score` where one has no such split
 */
export async function changesBetween(
  looked: Looked,
  [a, b]: [Manifest, Manifest],
  split: ResultSplit,
): Promise<Changes> {
  if (a.id === b.id) throw sameVersion(a)
  const { read } = looked.library.db
  const living = new Set(livingClasses(read).map(({ id }) => id))
  requireSplit(looked, b, split)
  const { ids } = imagesOf(looked, a, split, [...living])
  const both = read.prepare(BOTH).raw()
  const tally = { unasked: 0, bothRight: 0, sameMistake: 0 }
  const changed = { fixed: [] as Change[], broken: [] as Change[], otherMistake: [] as Change[] }
  for await (const slice of slices(ids)) {
    const rows = both.all(JSON.stringify(Array.from(slice)), a.id, b.id) as Row[]
    for (const [id, label, first, sureA, second, sureB] of rows) {
      if (label === null || !living.has(label)) continue
      if (first === null || second === null) tally.unasked++
      else if (first === second) tally[first === label ? 'bothRight' : 'sameMistake']++
      else {
        const kind = second === label ? 'fixed' : first === label ? 'broken' : 'otherMistake'
        const answers = {
          a: { classId: first, confidence: sureA },
          b: { classId: second, confidence: sureB },
        }
        changed[kind].push({ id, label, ...answers })
      }
    }
  }
  const { fixed, broken, otherMistake } = changed
  return {
    ...{ a: a.id, b: b.id, split, ...tally },
    images: tally.bothRight + tally.sameMistake + fixed.length + broken.length + otherMistake.length,
    p: mcnemar(broken.length, fixed.length),
    ...{ fixed: told(read, fixed), broken: told(read, broken), otherMistake: told(read, otherMistake) },
  }
}

const sureness = ({ a, b }: Change) => a.confidence + b.confidence

function told(db: ReadableDatabase, changes: Change[]): Changes['fixed'] {
  changes.sort((x, y) => sureness(y) - sureness(x) || x.id - y.id)
  const ids = new Blob([Uint32Array.from(changes, ({ id }) => id)])
  return { ids, some: named(db, changes.slice(0, MAX_CHANGES)) }
}

const sameVersion = ({ id }: Manifest) =>
  new HaberdashError('wrong-usage', `${id} can't be compared with itself.`, { todo: 'Choose two versions.' })
