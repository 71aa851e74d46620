import type { Api } from '../../../../shared/contract/index.ts'
import type { ClassInfo, LibraryEvent, LibraryInfo } from '../../../../shared/contract/library.ts'
import type { ClassId } from '../../../../shared/domain.ts'
import { Latest } from '../../lib/latest.ts'
import { NEUTRAL } from '../../lib/palette.ts'
import { sentence } from '../../lib/sentence.ts'

export type EngineState = Extract<LibraryEvent, { type: 'engine-changed' }>['state']

function withNoGarment(classes: ReadonlyMap<ClassId, ClassInfo>, info: LibraryInfo | null) {
  if (!info) return classes
  const none = { ...info.notGarment, key: null, color: NEUTRAL, given: true }
  return new Map([...classes, [none.id, none]])
}

/** The library's own facts, and the events by which everything else is kept true. */
export class Library {
  readonly #api: Api
  readonly #loads = new Latest(() => this.#load())
  #info = $state.raw<LibraryInfo | null>(null)
  #engine = $state<EngineState>('idle')
  #problem = $state<string | null>(null)
  #classes = $derived(new Map<ClassId, ClassInfo>(this.#info?.classes.map((info) => [info.id, info])))
  #labels = $derived(withNoGarment(this.#classes, this.#info))
  #listening: AbortController | null = null

  constructor(api: Api) {
    this.#api = api
  }

  get info() {
    return this.#info
  }
  get classes(): ReadonlyMap<ClassId, ClassInfo> {
    return this.#classes
  }
  /** Everything that a label can be: the classes, and what is no garment. */
  get labels(): ReadonlyMap<ClassId, ClassInfo> {
    return this.#labels
  }
  get engine() {
    return this.#engine
  }
  get problem() {
    return this.#problem
  }

  /** Also of a class that was merged or deleted. */
  className(id: ClassId): string {
    const { removedClasses = [], notGarment } = this.#info ?? {}
    if (notGarment?.id === id) return notGarment.name
    const named = this.#classes.get(id) ?? removedClasses.find((removed) => removed.id === id)
    return named?.name ?? 'unknown class'
  }

  load(): Promise<void> {
    return this.#loads.ask(undefined)
  }

  /** Tries now what could not be classified in the background; what comes of it is told by events. */
  classifyAgain(): Promise<void> {
    return this.#api.models.classifyAgain()
  }

  /** Tells of every change until the connection is lost. Calling it again ends the earlier listening. */
  async listen(onEvent: (event: LibraryEvent) => void): Promise<void> {
    this.#listening?.abort()
    const { signal } = (this.#listening = new AbortController())
    try {
      for await (const event of await this.#api.library.events(undefined, { signal })) {
        if (event.type === 'engine-changed') this.#engine = event.state
        onEvent(event)
      }
    } catch {
      // The connection is gone: the banner says so, and the next one listens anew.
    }
  }

  async #load() {
    try {
      this.#info = await this.#api.library.info()
      this.#problem = null
    } catch (error) {
      this.#problem = sentence(error)
    }
  }
}
