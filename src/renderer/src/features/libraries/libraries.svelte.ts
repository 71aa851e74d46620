import type { Api } from '../../../../shared/contract/index.ts'
import type {
  LibraryEntry,
  LibraryId,
  NewLibrary,
  NewLibraryProblems,
} from '../../../../shared/contract/libraries.ts'
import { Latest } from '../../lib/latest.ts'
import { sentence } from '../../lib/sentence.ts'
import { classNames } from './class-list.ts'

const NO_PROBLEMS: NewLibraryProblems = { name: null, classes: null }

/** The libraries that can be opened, and the one that is being made. */
export class Libraries {
  readonly #api: Api
  readonly #onProblem: (text: string) => void
  readonly #loads = new Latest(() => this.#load())
  readonly #checks = new Latest(() => this.#check())
  #list = $state.raw<readonly LibraryEntry[]>([])
  #making = $state(false)
  #opening = $state(false)
  #problem = $state<string | null>(null)
  #problems = $state.raw(NO_PROBLEMS)
  /** Fields that were typed in: what is wrong with the others is said when it is to be made. */
  #touched = $state({ name: false, classes: false })
  #name = $state('')
  #typed = $state('')
  template = $state<NewLibrary['template']>('photos')

  constructor(api: Api, onProblem: (text: string) => void) {
    this.#api = api
    this.#onProblem = onProblem
  }

  get list() {
    return this.#list
  }
  /** The questions about a new one are open. */
  get making() {
    return this.#making
  }
  /** One is being made or opened: the window begins anew with it. */
  get opening() {
    return this.#opening
  }
  /** Why it could not be made, beside what is wrong with a field. */
  get problem() {
    return this.#problem
  }
  get name() {
    return this.#name
  }
  set name(name) {
    this.#name = name
    this.#touched.name = true
    void this.#checks.ask(undefined)
  }
  /** The list of classes as it is typed. */
  get typed() {
    return this.#typed
  }
  set typed(typed) {
    this.#typed = typed
    this.#touched.classes = true
    void this.#checks.ask(undefined)
  }
  get classes(): string[] {
    return classNames(this.#typed)
  }
  /** What is wrong with what was typed. */
  get problems(): NewLibraryProblems {
    return {
      name: this.#touched.name ? this.#problems.name : null,
      classes: this.#touched.classes && this.template === 'photos' ? this.#problems.classes : null,
    }
  }

  load(): Promise<void> {
    return this.#loads.ask(undefined)
  }

  ask() {
    this.#problem = null
    this.#making = true
  }

  close() {
    this.#making = false
  }

  /** Makes the library and opens it; what is wrong is said beside its field. */
  async create(): Promise<void> {
    this.#touched = { name: true, classes: true }
    await this.#checks.ask(undefined)
    if (this.problems.name !== null || this.problems.classes !== null) return
    this.#problem = await this.#change(() => this.#api.libraries.create(this.#wanted))
  }

  async open(id: LibraryId): Promise<void> {
    const problem = await this.#change(() => this.#api.libraries.open({ id }))
    if (problem !== null) this.#onProblem(problem)
  }

  get #wanted(): NewLibrary {
    const classes = this.template === 'photos' ? this.classes : []
    return { name: this.#name, template: this.template, classes }
  }

  /** Why it could not be done, if so. Where it was, the window is told to begin anew. */
  async #change(work: () => Promise<unknown>): Promise<string | null> {
    if (this.#opening) return null
    this.#opening = true
    try {
      await work()
      return null
    } catch (error) {
      return sentence(error)
    } finally {
      this.#opening = false
    }
  }

  async #check() {
    try {
      this.#problems = await this.#api.libraries.check(this.#wanted)
    } catch {
      // Making it says why.
    }
  }

  async #load() {
    try {
      this.#list = await this.#api.libraries.list()
    } catch {
      // The connection is gone: the banner says so, and the next one asks anew.
    }
  }
}
