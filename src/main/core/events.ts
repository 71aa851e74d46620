import { EventPublisher } from '@orpc/server'
import type { LibraryEvent } from '../../shared/contract/library.ts'
import type { ImageId } from '../../shared/domain.ts'

/** What has happened in the library, told to every open window. */
export type Events = {
  publish(event: LibraryEvent): void
  /** Hears of each event before any window does. */
  first(listener: (event: LibraryEvent) => void): void
  /** @param signal ends the iterator */
  stream(signal: AbortSignal | undefined): AsyncGenerator<LibraryEvent>
}

export function createEvents(): Events {
  // No bound that drops: a window that missed an event would show what is no longer so.
  const publisher = new EventPublisher<{ event: LibraryEvent }>({ maxBufferedEvents: Infinity })
  const firsts: ((event: LibraryEvent) => void)[] = []
  return {
    publish(event) {
      for (const listener of firsts) listener(event)
      publisher.publish('event', event)
    },
    first: (listener) => void firsts.push(listener),
    stream: (signal) => publisher.subscribe('event', { signal }),
  }
}

/** Collects ids and publishes them together, `every` so many milliseconds at most: windows ask anew at each event. */
export function gathered(publish: (ids: ImageId[]) => void, every: number) {
  let ids: ImageId[] = []
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    timer = undefined
    publish(ids)
    ids = []
  }
  return {
    add(more: ImageId[]) {
      ids = [...ids, ...more]
      timer ??= setTimeout(flush, every)
    },
    stop: () => clearTimeout(timer),
  }
}
