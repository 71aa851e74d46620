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

/** Views that a person keeps under a name. Classes that are no more stay in them, and nothing fits those. */
export function createViews({ read, write }: LibraryDatabase): Views {
  const asKept = ({ id, name, spec }: Row): Kept => ({ ...ViewSpec.parse(JSON.parse(spec)), id, name })
  const get = (id: ViewId) => {
    const row = read.prepare('SELECT id, name, spec FROM views WHERE id = ?').get(id) as Row | undefined
    if (!row) throw viewUnknown()
    return asKept(row)
  }
  return {
    list: () =>
      (read.prepare('SELECT id, name, spec FROM views ORDER BY name COLLATE NOCASE, id').all() as Row[]).map(
        asKept,
      ),
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

const viewUnknown = () =>
  new HaberdashError('view-unknown', 'This view is not there any more.', { todo: 'Save it again.' })
