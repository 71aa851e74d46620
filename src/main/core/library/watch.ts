import type { ImageId } from '../../../shared/domain.ts'
import type { ImageIndex } from '../browse/image-index.ts'
import type { Events } from '../events.ts'
import type { Library } from './library.ts'
import { createOwnEvents } from './own-events.ts'

/** How often another process's changes are looked for, milliseconds. */
const LOOK_EVERY = 1000

type Marks = { labelEvent: number; image: number; classes: string; views: string; reviews: string }

const MARKS = `SELECT (SELECT coalesce(max(id), 0) FROM label_events) AS labelEvent,
  (SELECT coalesce(max(id), 0) FROM images) AS image,
  (SELECT json_group_array(json_array(id, position, name, key, color)) FROM classes) AS classes,
  (SELECT json_group_array(json_array(id, name, spec)) FROM views) AS views,
  (SELECT json_group_array(id) FROM reviews) AS reviews`

export type Watch = {
  /** Looks now: what another process did before this is told before what this one does next. */
  look(): void
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
  const own = createOwnEvents(db, events)
  const tell = (before: Marks, now: Marks) => {
    const [photos, labelled] = [added(before.image), own.others(before.labelEvent)]
    if (photos.length > 0) events.publish({ type: 'images-added', ids: photos })
    if (labelled.length > 0)
      events.publish({ type: 'labels-changed', ids: labelled, event: now.labelEvent, window: null })
    // No log tells of flags: those are meant that are not as they were read.
    const flags = images.flagsElsewhere()
    if (flags.length > 0) events.publish({ type: 'flags-changed', ids: flags })
    if (now.classes !== before.classes) events.publish({ type: 'classes-changed', meanings: true })
    if (now.views !== before.views) events.publish({ type: 'views-changed' })
    if (now.reviews !== before.reviews) events.publish({ type: 'reviews-changed', skipped: null })
    events.publish({ type: 'models-changed' })
  }
  let seen = { version: version(), marks: marks() }
  const look = () => {
    const now = { version: version(), marks: marks() }
    // Committed between the two: the marks have it, and the version would tell of it only when they are seen already.
    if (version() !== now.version) return
    const before = seen
    seen = now
    if (now.version !== before.version) tell(before.marks, now.marks)
    own.forget(now.marks.labelEvent)
  }
  const looking = setInterval(look, LOOK_EVERY)
  looking.unref()
  return { look, stop: () => clearInterval(looking) }
}
