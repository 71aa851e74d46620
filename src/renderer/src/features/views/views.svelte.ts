import type { Api } from '../../../../shared/contract/index.ts'
import type { SavedView, ViewId } from '../../../../shared/contract/views.ts'
import { Latest } from '../../lib/latest.ts'
import { paced } from '../../lib/paced.ts'
import { sentence } from '../../lib/sentence.ts'
import type { Browse } from '../browse/browse.svelte.ts'
import type { Toasts } from '../labels/toasts.svelte.ts'
import { sameView } from './same-view.ts'

/** While labels or predictions change and the list is open, its counts are brought up to date so often. */
const RECOUNT_EVERY_MS = 1000

type Deps = { api: Api; browse: Browse; toasts: Toasts; goToBrowse: () => void }

/** The views that a person keeps under a name. */
export class Views {
  readonly #deps: Deps
  readonly #loads = new Latest(() => this.#load())
  readonly #recount = paced(() => void this.load(), RECOUNT_EVERY_MS)
  #list = $state.raw<readonly SavedView[]>([])
  #open = $state(false)
  #problem = $state<string | null>(null)
  #shown = $derived.by(() => this.#list.find((view) => sameView(view, this.#deps.browse.view.spec)))

  constructor(deps: Deps) {
    this.#deps = deps
  }

  /** By name. */
  get list() {
    return this.#list
  }
  get open() {
    return this.#open
  }
  /** Why the last change could not be made. */
  get problem() {
    return this.#problem
  }
  /** The one that Browse shows now, if it has a name. */
  get shown() {
    return this.#shown
  }

  setOpen(open: boolean) {
    this.#open = open
    this.#problem = null
    if (open) void this.load()
  }

  load(): Promise<void> {
    return this.#loads.ask(undefined)
  }

  /** Labels, flags, predictions or images have changed, and with them how many fit. */
  countsChanged() {
    if (this.#open) this.#recount()
  }

  show(view: SavedView) {
    this.setOpen(false)
    this.#deps.goToBrowse()
    const { filter, sort, seed } = view
    void this.#deps.browse.showView({ filter, sort, seed })
  }

  /** What Browse shows, under this name; one of the same name is replaced. Answers whether it was. */
  save(name: string): Promise<boolean> {
    const { api, browse } = this.#deps
    return this.#change(() => api.views.save({ ...browse.view.spec, name }))
  }

  rename(id: ViewId, name: string): Promise<boolean> {
    return this.#change(() => this.#deps.api.views.rename({ id, name }))
  }

  async remove({ id, name, filter, sort, seed }: SavedView): Promise<void> {
    const { api, toasts } = this.#deps
    const removed = await this.#change(() => api.views.remove({ id }))
    const run = () => void this.#change(() => api.views.save({ name, filter, sort, seed }))
    if (removed) toasts.done(`The view ${name} is deleted.`, { name: 'Undo', run })
  }

  /** Another of that name, whose place a view saved under it would take. */
  named(name: string): SavedView | undefined {
    return this.#list.find((view) => view.name === name.trim())
  }

  async #change(work: () => Promise<unknown>): Promise<boolean> {
    this.#problem = null
    try {
      await work()
      await this.load()
      return true
    } catch (error) {
      this.#problem = sentence(error)
      if (!this.#open) this.#deps.toasts.problem(this.#problem)
      return false
    }
  }

  async #load() {
    try {
      this.#list = await this.#deps.api.views.list()
    } catch {
      // The connection is gone: the banner says so, and the next one asks anew.
    }
  }
}
