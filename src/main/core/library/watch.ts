import type { ImageId } from '../../../shared/domain.ts'
import type { Events } from '../events.ts'
import type { Library } from './library.ts'

/** How often another process's changes are looked for, milliseconds. */
const LOOK_EVERY = 1000

type Marks = { labelEvent: number; image: number; classes: string }

/**
 * Tells this process's windows what other processes (the command line beside the app) changed in the library: new
 * photos, labels, classes, versions. SQLite's data_version moves just when a connection of another process has committed.
 */
export function watchOthers(library: Library, events: Events): { stop(): void } {
  const { read, write } = library.db
  const version = () => write.pragma('data_version', { simple: true }) as number
  const marks = (): Marks =>
    read
      .prepare(
        `SELECT (SELECT coalesce(max(id), 0) FROM label_events) AS labelEvent,
           (SELECT coalesce(max(id), 0) FROM images) AS image,
           (SELECT json_group_array(json_array(id, position, name, key, color)) FROM classes) AS classes`,
      )
      .get() as Marks
  const ids = (sql: string, mark: number) => read.prepare(sql).pluck().all(mark) as ImageId[]
  let seen = { version: version(), ...marks() }
  const looking = setInterval(() => {
    const now = { version: version(), ...marks() }
    if (now.version !== seen.version) {
      const added = ids("SELECT id FROM images WHERE id > ? AND source = 'photo'", seen.image)
      const labelled = ids('SELECT DISTINCT image_id FROM label_events WHERE id > ?', seen.labelEvent)
      if (added.length > 0) events.publish({ type: 'images-added', ids: added })
      if (labelled.length > 0)
        events.publish({ type: 'labels-changed', ids: labelled, event: now.labelEvent, window: null })
      if (now.classes !== seen.classes) events.publish({ type: 'classes-changed', meanings: true })
      events.publish({ type: 'models-changed' })
    }
    seen = now
  }, LOOK_EVERY)
  looking.unref()
  return { stop: () => clearInterval(looking) }
}
