import type { ImageId } from '../../../shared/domain.ts'
import type { ImageIndex } from '../browse/image-index.ts'
import type { Events } from '../events.ts'
import type { Library } from './library.ts'
import { createOwnEvents } from './own-events.ts'

/** How often another process's changes are looked for, milliseconds. */
const LOOK_EVERY = 1000

type Marks = { image: number; classes: string; views: string; reviews: string }

const MARKS = `SELECT (SELECT coalesce(max(id), 0) FROM images) AS image,
  (SELECT json_group_array(json_array(id, position, name, key, color)) FROM classes) AS classes,
  (SELECT json_group_array(json_array(id, name, spec)) FROM views) AS views,
  (SELECT json_group_array(id) FROM reviews) AS reviews`

export type Watch = {
  /** Looks now. */
  look(): void
  /** Looks for labels alone: those that another process gave before this are told before the next one of this process. */
  labels(): void
  stop(): void
}

/**
 * Tells this process's windows what other processes (the command line beside the app) changed in the library: new
 * photos, labels, flags, classes, views, reviews, versions. SQLite's data_version moves just when a connection of another
 * process has committed.
 */
export function watchOthers({ db }: Library, events: Events, images: ImageIndex): Watch {
  const version = () => db.write.pragma('data_version', { simple: true }) as number
  const marks = () => db.read.prepare(MARKS).get() as Marks
  const added = (after: number) =>
    db.read.prepare("SELECT id FROM images WHERE id > ? AND source = 'photo'").pluck().all(after) as ImageId[]
  const latest = db.read.prepare('SELECT coalesce(max(id), 0) FROM label_events').pluck()
  const own = createOwnEvents(db, events)
  /** Does `work` with what `mark` marked before and now, and whether another process has committed in between. */
  const between = <Mark>(mark: () => Mark, work: (before: Mark, now: Mark, byOthers: boolean) => void) => {
    let seen = { version: version(), mark: mark() }
    return () => {
      const now = { version: version(), mark: mark() }
      // Committed between the two: it is marked, and the version would tell of it only when it is seen already.
      if (version() !== now.version) return
      const before = seen
      seen = now
      work(before.mark, now.mark, now.version !== before.version)
    }
  }
  const tellLabels = (before: number, event: number, byOthers: boolean) => {
    const ids = byOthers ? own.others(before) : []
    own.forget(event)
    if (ids.length > 0) events.publish({ type: 'labels-changed', ids, event, window: null })
  }
  const lastEvent = () => latest.get() as number
  const labels = between(lastEvent, tellLabels)
  const tell = (before: Marks, now: Marks, byOthers: boolean) => {
    if (!byOthers) return
    const photos = added(before.image)
    if (photos.length > 0) events.publish({ type: 'images-added', ids: photos })
    labels()
    // No log tells of flags: those are meant that are not as they were read.
    const flags = images.flagsElsewhere()
    if (flags.length > 0) events.publish({ type: 'flags-changed', ids: flags })
    if (now.classes !== before.classes) events.publish({ type: 'classes-changed', meanings: true })
    if (now.views !== before.views) events.publish({ type: 'views-changed' })
    if (now.reviews !== before.reviews) events.publish({ type: 'reviews-changed', skipped: null })
    events.publish({ type: 'models-changed' })
  }
  const look = between(marks, tell)
  const looking = setInterval(look, LOOK_EVERY)
  looking.unref()
  return { look, labels, stop: () => clearInterval(looking) }
}
