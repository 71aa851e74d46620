import { ViewSpec } from '../../../shared/contract/browse.ts'
import type { ViewId } from '../../../shared/contract/views.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { LibraryDatabase } from '../library/database.ts'

/** A saved view, without how many images fit. */
export type Kept = ViewSpec & { id: ViewId; name: string }

export type Views = {
  /** By name. */
  list(): Kept[]
  /** One of the same name takes its place. Committed on return. */
  save(name: string, spec: ViewSpec): Kept
  /** @throws HaberdashError `view-unknown`; `setting-invalid` where another has that name */
  rename(id: ViewId, name: string): Kept
  /** @throws HaberdashError `view-unknown` */
  remove(id: ViewId): void
}

type Row = { id: ViewId; name: string; spec: string }

/**
 * Views that a person keeps under a name. Classes that are no more stay in them, and nothing fits those. What can't be read
 * as a view, such as one of a later version of the app, counts as not there; it is kept until one of its name is saved.
 */
export function createViews({ read, write }: LibraryDatabase): Views {
  const get = (id: ViewId) => {
    const row = read.prepare('SELECT id, name, spec FROM views WHERE id = ?').get(id) as Row | undefined
    const [kept] = row ? asKept(row) : []
    if (!kept) throw viewUnknown()
    return kept
  }
  return {
    list: () =>
      (
        read.prepare('SELECT id, name, spec FROM views ORDER BY name COLLATE NOCASE, id').all() as Row[]
      ).flatMap(asKept),
    save(name, { filter, sort, seed }) {
      const id = write
        .prepare(
          `INSERT INTO views (name, spec) VALUES (?, ?)
           ON CONFLICT (name) DO UPDATE SET spec = excluded.spec RETURNING id`,
        )
        .pluck()
        .get(name, JSON.stringify({ filter, sort, seed })) as ViewId
      return get(id)
    },
    rename(id, name) {
      get(id)
      const other = read.prepare('SELECT 1 FROM views WHERE name = ? AND id <> ?').get(name, id)
      if (other) {
        throw new HaberdashError('setting-invalid', `There is a view called ${name} already.`, {
          todo: 'Choose another name.',
        })
      }
      write.prepare('UPDATE views SET name = ? WHERE id = ?').run(name, id)
      return get(id)
    },
    remove(id) {
      if (write.prepare('DELETE FROM views WHERE id = ?').run(id).changes === 0) throw viewUnknown()
    },
  }
}

/** None where the row can't be read as a view. */
function asKept({ id, name, spec }: Row): Kept[] {
  try {
    return [{ ...ViewSpec.parse(JSON.parse(spec)), id, name }]
  } catch {
    return []
  }
}

const viewUnknown = () =>
  new HaberdashError('view-unknown', 'This view is not there any more.', { todo: 'Save it again.' })
