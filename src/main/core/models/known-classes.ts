import type { ClassId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Library } from '../library/library.ts'
import type { Manifest } from './manifest.ts'
import { outputClasses } from './outputs.ts'

/**
 * Refuses to go on from a version whose outputs lack a class that a person has labelled images with.
 * @throws HaberdashError `model-mismatch`
 */
export function checkKnowsLabels(library: Library, { id }: Manifest): void {
  const known = outputClasses(library, id)
  const labelled = library.db.read
    .prepare(
      `SELECT id, name FROM classes WHERE EXISTS (
         SELECT 1 FROM images WHERE label_class = classes.id AND present = 1 AND split = 'train'
           AND label_actor IN ('person', 'import')) ORDER BY position`,
    )
    .all() as { id: ClassId; name: string }[]
  const unknown = labelled.filter((each) => !known.includes(each.id)).map(({ name }) => name)
  if (unknown.length === 0) return
  throw new HaberdashError(
    'model-mismatch',
    `${id} was made before there was the class ${unknown.join(', ')}, so it can't learn from its images.`,
    { todo: 'Train a new model: it learns all classes.' },
  )
}
