import type { Api } from '../../../shared/contract/index.ts'
import { createApi, SwitchingLink } from './api.ts'
import type { Door } from './doors.ts'

export type ConnectionState = 'connecting' | 'up' | 'gone' | 'refused'

/** Whether the core can be reached, and the client to reach it. The client stays the same over reconnections. */
export class Connection {
  readonly api: Api
  readonly #link = new SwitchingLink()
  readonly #listeners: (() => void)[] = []
  #state = $state<ConnectionState>('connecting')

  constructor() {
    this.api = createApi(this.#link)
  }

  get state() {
    return this.#state
  }

  /** Called at each (re)connection: what was known may no longer be so and is to be fetched again. */
  onUp(listener: () => void) {
    this.#listeners.push(listener)
  }

  open(door: Door) {
    door({
      up: (link) => {
        this.#link.current = link
        this.#state = 'up'
        for (const listener of this.#listeners) listener()
      },
      down: (reason) => {
        this.#link.current = null
        this.#state = reason
      },
    })
  }
}
