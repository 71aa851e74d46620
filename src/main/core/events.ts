import { EventPublisher } from '@orpc/server'
import type { LibraryEvent } from '../../shared/contract/library.ts'

/** What has happened in the library, told to every open window. */
export type Events = {
  publish(event: LibraryEvent): void
  /** @param signal ends the iterator */
  stream(signal: AbortSignal | undefined): AsyncGenerator<LibraryEvent>
}

export function createEvents(): Events {
  // No bound that drops: a window that missed an event would show what is no longer so.
  const publisher = new EventPublisher<{ event: LibraryEvent }>({ maxBufferedEvents: Infinity })
  return {
    publish: (event) => publisher.publish('event', event),
    stream: (signal) => publisher.subscribe('event', { signal }),
  }
}
