import type { ImageId } from '../../../shared/domain.ts'
import type { Events } from '../events.ts'
import type { LibraryDatabase } from './database.ts'

/**
 * Which label events this process made: its windows were told of those, with the window that asked. An action's events
 * follow one another without a gap.
 */
export function createOwnEvents({ read }: LibraryDatabase, events: Events) {
  let ranges: { after: number; last: number }[] = []
  events.first((event) => {
    if (event.type === 'labels-changed')
      ranges.push({ after: event.event - event.ids.length, last: event.event })
  })
  const since = read.prepare('SELECT id, image_id FROM label_events WHERE id > ?').raw()
  return {
    /** The images of the others' events after this one, each once. */
    others(after: number): ImageId[] {
      const rows = since.all(after) as [number, ImageId][]
      const isOwn = (id: number) => ranges.some((range) => id > range.after && id <= range.last)
      return [...new Set(rows.filter(([id]) => !isOwn(id)).map(([, image]) => image))]
    },
    /** Nothing up to this event is asked about any more. */
    forget(event: number) {
      ranges = ranges.filter(({ last }) => last > event)
    },
  }
}
