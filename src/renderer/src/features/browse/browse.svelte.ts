import type { Filter, FilterPart, ImageRow, Sort, ViewSpec } from '../../../../shared/contract/browse.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import type { ClassId, ImageId, Split } from '../../../../shared/domain.ts'
import { withoutPart } from '../../../../shared/filter.ts'
import type { Target } from '../labels/target.ts'
import { Ahead } from './ahead.ts'
import { NO_FILTER, View } from './view.svelte.ts'
import { Rows } from './rows.svelte.ts'
import { Selection } from './selection.svelte.ts'

/** The grid's state: which images, what is known of them, and which of them is meant. */
export class Browse implements Target {
  readonly view: View
  readonly rows: Rows
  readonly selection = new Selection()
  readonly #ahead = new Ahead()
  #zoomed = $state(false)
  /** The number of an image to go to is asked for. */
  jumping = $state(false)
  /** What is to be selected in the view that is under way; null: what is selected now. */
  #wish: readonly ImageId[] | null = null
  /** The view that is under way has another order: it begins at its first image. */
  #reordered = false

  /** @param first the view to begin with; absent: all images */
  constructor(api: Api, onError: (error: unknown) => void, first?: ViewSpec) {
    this.rows = new Rows(api, onError)
    this.view = new View(api, (replace) => this.#replace(replace), first)
  }

  get focusedId(): ImageId | undefined {
    return this.view.at(this.selection.focus)
  }

  get focusedRow(): ImageRow | undefined {
    const id = this.focusedId
    return id === undefined ? undefined : this.rows.row(id)
  }

  /** The focused image fills the window. */
  get zoomed() {
    return this.#zoomed && this.focusedId !== undefined
  }
  set zoomed(value) {
    this.#zoomed = value
  }

  /** What an action is meant for: the selection, else the focused image. */
  targets(): ImageId[] {
    const { count, focus, length } = this.selection
    if (count === 0) return this.view.slice(focus, focus + 1)
    return count === length ? this.view.slice(0, length) : this.view.pick(this.selection.places())
  }

  /** On to the next image, if one alone is meant. */
  advance() {
    if (this.selection.count <= 1) this.selection.only(this.selection.focus + 1)
  }

  /** Another view: the focused image stays so where it is in that view too. Another order begins at its first image. */
  show(change: Partial<Filter>, sort?: Sort): Promise<void> {
    return this.showView({
      ...this.view.spec,
      filter: { ...this.view.filter, ...change },
      ...(sort && { sort }),
    })
  }

  /** This view and no other part of the one before. */
  showView({ filter, sort, seed }: ViewSpec): Promise<void> {
    if (sort !== this.view.sort || (sort === 'random' && seed !== this.view.spec.seed)) this.#reordered = true
    this.selection.only(this.selection.focus)
    return this.view.show(filter, sort, seed)
  }

  showAll(): Promise<void> {
    return this.showView({ ...this.view.spec, filter: NO_FILTER })
  }

  showWithout(part: FilterPart): Promise<void> {
    return this.showView({ ...this.view.spec, filter: withoutPart(this.view.filter, part) })
  }

  /** The same images in a new random order. */
  shuffle(): Promise<void> {
    const [seed = 0] = crypto.getRandomValues(new Uint32Array(1))
    return this.showView({ filter: this.view.filter, sort: 'random', seed })
  }

  /** Takes those classes out of the filter that are no more. */
  async keepClasses(lives: (id: ClassId) => boolean): Promise<void> {
    const { classes, predicted } = this.view.filter
    if ([...classes, ...predicted].every(lives)) return
    await this.show({ classes: classes.filter(lives), predicted: predicted.filter(lives) })
  }

  /** The person's photos, newest first, with these selected. */
  showPhotos(ids: readonly ImageId[]): Promise<void> {
    this.#wish = ids
    return this.view.show({ ...NO_FILTER, sources: ['photo'] }, 'newest')
  }

  /** All images of a split, with this one selected. */
  showImage(id: ImageId, split: Split): Promise<void> {
    this.#wish = [id]
    return this.view.show({ ...NO_FILTER, splits: [split] })
  }

  /** The same view as it is now; what was selected stays so. */
  refresh(): Promise<void> {
    return this.view.reload()
  }

  /** These places are on screen, in tiles of so many device pixels. What comes next is fetched after them. */
  window(first: number, end: number, tile: number) {
    const [next, nextEnd] = this.#ahead.after(first, end)
    void this.rows.want([...this.view.slice(first, end), ...this.view.slice(next, nextEnd)], tile)
  }

  reveal(ids: readonly ImageId[]) {
    const [first] = this.view.places(ids)
    if (first !== undefined) this.selection.only(first)
  }

  labelled(ids: readonly ImageId[], label: ClassId | null, by: 'person' | 'model') {
    this.rows.labelled(ids, label, by)
  }

  changed(ids: readonly ImageId[]) {
    void this.rows.refresh(ids)
  }

  /** After a reconnection: everything may have changed meanwhile. */
  reload(): Promise<unknown> {
    return Promise.all([this.refresh(), this.rows.refresh()])
  }

  #replace(replace: () => void) {
    const kept = this.#wish ?? this.targets()
    this.#wish = null
    replace()
    this.selection.reset(this.view.length, this.view.places(kept))
    if (this.#reordered) this.selection.only(0)
    this.#reordered = false
  }
}
