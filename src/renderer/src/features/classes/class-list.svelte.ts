import type { Api } from '../../../../shared/contract/index.ts'
import type { LabelAction } from '../../../../shared/contract/labels.ts'
import type { ClassInfo } from '../../../../shared/contract/library.ts'
import type { ClassId } from '../../../../shared/domain.ts'
import { many } from '../../lib/format.ts'
import { sentence } from '../../lib/sentence.ts'

type Parts = {
  api: Api
  /** As the library has them. */
  classes: () => readonly ClassInfo[]
  /** Asks the library for them anew. */
  reload: () => Promise<void>
  undo: (which: { actionId: number }) => Promise<void>
}

/** Where a sentence about what went wrong belongs: beside a field of a class, or beside the one for a new class. */
export type Field = `${'name' | 'key'} ${ClassId}` | 'new' | 'list'

/** The dialog in which classes are changed. What is shown is what the library has; each change is one call. */
export class ClassList {
  readonly #parts: Parts
  #open = $state(false)
  #problems = $state.raw<ReadonlyMap<Field, string>>(new Map())
  #said = $state('')
  #undoable = $state<number | null>(null)
  #leaving = $state.raw<ClassInfo | null>(null)
  #last: Promise<unknown> = Promise.resolve()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get open() {
    return this.#open
  }
  set open(value) {
    this.#open = value
    this.#problems = new Map()
    this.#leaving = null
    this.#said = ''
    this.#undoable = null
  }

  /** What has just been done, in a sentence. */
  get said() {
    return this.#said
  }

  /** Whether that was a class merged or deleted. */
  get canUndo() {
    return this.#undoable !== null
  }

  /** The class of which is asked where its images go; null where none is. */
  get leaving() {
    return this.#leaving
  }

  problem(field: Field): string | null {
    return this.#problems.get(field) ?? null
  }

  /** Nothing is wrong any more with what is written there: it is taken back. */
  forget(field: Field) {
    this.#setProblem(field, null)
  }

  add(name: string): Promise<boolean> {
    return this.#change('new', async () => {
      const added = await this.#parts.api.classes.add({ name })
      return `${added.name} added${added.key === null ? '' : `, key ${added.key.toUpperCase()}`}.`
    })
  }

  rename({ id, name: before }: ClassInfo, name: string): Promise<boolean> {
    if (name === before) return Promise.resolve(true)
    return this.#change(`name ${id}`, async () => {
      const renamed = await this.#parts.api.classes.rename({ id, name })
      return `${before} is ${renamed.name} now.`
    })
  }

  /** @param key empty: none */
  setKey({ id, name, key: before }: ClassInfo, key: string): Promise<boolean> {
    if (key.toLowerCase() === (before ?? '')) return Promise.resolve(true)
    return this.#change(`key ${id}`, async () => {
      const changed = await this.#parts.api.classes.setKey({ id, key: key === '' ? null : key })
      return changed.key === null
        ? `${name} has no key now.`
        : `${name} has the key ${changed.key.toUpperCase()} now.`
    })
  }

  recolour({ id, name }: ClassInfo, color: number): Promise<boolean> {
    return this.#change('list', async () => {
      await this.#parts.api.classes.recolour({ id, color })
      return `${name} has another colour.`
    })
  }

  /** Moves a class so many places on (or, below 0, back); it stops at the ends. */
  move(info: ClassInfo, by: number): Promise<boolean> {
    return this.#change('list', async () => {
      const ids = this.#parts.classes().map(({ id }) => id)
      const from = ids.indexOf(info.id)
      const to = Math.min(ids.length - 1, Math.max(0, from + by))
      if (from < 0 || from === to) return this.#said
      ids.splice(to, 0, ...ids.splice(from, 1))
      await this.#parts.api.classes.reorder({ ids })
      return `${info.name}: place ${to + 1} of ${ids.length}.`
    })
  }

  /** Asks where the images of a class go, or with null asks no more. */
  ask(info: ClassInfo | null) {
    this.#leaving = info
    this.#setProblem('list', null)
  }

  /** Merges or deletes the class that was asked about. @param into the class its images get; null: none */
  async remove(into: ClassId | null): Promise<boolean> {
    const gone = this.#leaving
    if (!gone) return false
    const { api, classes } = this.#parts
    return this.#change('list', async () => {
      const target = classes().find(({ id }) => id === into)
      const action: LabelAction = await (into === null
        ? api.classes.remove({ id: gone.id, into })
        : api.classes.merge({ id: gone.id, into }))
      this.#leaving = null
      const images = many(action.ids.length, 'image')
      this.#undoable = action.actionId
      return target
        ? `${gone.name} is merged into ${target.name}, with ${images}.`
        : `${gone.name} is deleted; ${images} lost the label.`
    })
  }

  /** Takes the last merger or deletion back, if nothing was labelled since. */
  async undo(): Promise<void> {
    const actionId = this.#undoable
    if (actionId === null) return
    await this.#parts.undo({ actionId })
    this.#undoable = null
    this.#said = 'Undone.'
    await this.#parts.reload()
  }

  /** One after the other; true where it was done. */
  #change(field: Field, run: () => Promise<string>): Promise<boolean> {
    const done = this.#last.then(async () => {
      try {
        this.#undoable = null
        const said = await run()
        await this.#parts.reload()
        this.#setProblem(field, null)
        this.#said = said
        return true
      } catch (error) {
        this.#setProblem(field, sentence(error))
        return false
      }
    })
    this.#last = done
    return done
  }

  #setProblem(field: Field, problem: string | null) {
    const problems = new Map(this.#problems)
    if (problem === null) problems.delete(field)
    else problems.set(field, problem)
    this.#problems = problems
  }
}
