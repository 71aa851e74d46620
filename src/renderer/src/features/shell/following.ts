import type { LibraryEvent } from '../../../../shared/contract/library.ts'
import { paced } from '../../lib/paced.ts'
import type { Target } from '../labels/target.ts'
import type { App } from './app.svelte.ts'

/** While photos arrive by the thousand, counts and the grid are brought up to date so often. */
const REFRESH_EVERY_MS = 1000
const COUNT_EVERY_MS = 250
/** The label itself is seen first. */
const AFTER_THE_LABEL_MS = 50

type OfImages = Extract<LibraryEvent, { ids: unknown }>

/** Brings a window in step with what happens in the library, here or in another window or process. */
export class Following {
  readonly #app: App
  readonly #counts: () => void
  /** Often enough to see, and not at each of the keys of a quick hand. */
  readonly #labelCounts: () => void
  readonly #arrivals: () => void

  constructor(app: App) {
    this.#app = app
    const count = () => void app.library.load()
    this.#counts = paced(count, REFRESH_EVERY_MS)
    this.#labelCounts = paced(() => void setTimeout(count, AFTER_THE_LABEL_MS), COUNT_EVERY_MS)
    this.#arrivals = paced(() => {
      void app.browse.refresh()
      app.board.imagesAdded()
      void app.training.load()
    }, REFRESH_EVERY_MS)
  }

  on(event: LibraryEvent) {
    const app = this.#app
    app.review.on(event)
    app.reviews.on(event)
    app.map.on(event)
    app.checks.on(event)
    app.data.on(event)
    app.results.hear(event)
    switch (event.type) {
      case 'library-left':
        return app.beginAnew()
      case 'backbones-changed':
        return void app.backbones.load()
      case 'run-changed':
        return void app.training.load()
      case 'unclassified-changed':
        return void app.library.load()
      case 'views-changed':
        return void app.views.load()
      case 'models-changed':
        return this.#modelsChanged()
      case 'classes-changed':
        return void this.#classesChanged(event.meanings)
      case 'findings-changed':
        return this.#findingsChanged()
      case 'images-added':
      case 'labels-changed':
      case 'flags-changed':
      case 'predictions-changed':
        return this.#imagesChanged(event)
    }
  }

  /** Another one may be active, whose answers are others: Enter must not accept one of the model before. */
  #modelsChanged() {
    const { library, views, browse, board, models, backbones, detail, network } = this.#app
    views.countsChanged()
    void library.load()
    void browse.rows.refresh()
    browse.view.predictionsChanged()
    board.predictionsChanged()
    void models.load()
    void backbones.load()
    detail.refresh()
    network.modelsChanged()
  }

  #findingsChanged() {
    const { views, browse, detail } = this.#app
    views.countsChanged()
    browse.view.findingsChanged()
    detail.refresh()
  }

  async #classesChanged(meanings: boolean) {
    const { library, views, browse, board, detail } = this.#app
    views.countsChanged()
    if (!meanings) return void library.load()
    void browse.rows.refresh()
    browse.view.predictionsChanged()
    detail.refresh()
    await library.load()
    void this.#app.keepClasses()
    void board.reload()
  }

  #imagesChanged(event: OfImages) {
    const { views, browse, board, detail, training, seen, place } = this.#app
    views.countsChanged()
    if (event.type === 'images-added' || event.type === 'predictions-changed') this.#counts()
    else this.#labelCounts()
    if (event.type === 'images-added') return this.#arrivals()
    if (!this.#shownBy(browse, event)) void browse.rows.refresh(event.ids)
    if (event.type === 'labels-changed') {
      seen.told(event)
      browse.view.labelsChanged()
      if (place === 'train') void training.load()
    }
    if (event.type === 'flags-changed') browse.view.flagsChanged()
    if (event.type === 'predictions-changed') {
      browse.view.predictionsChanged()
      board.predictionsChanged(event.ids)
      this.#app.network.imagesChanged(event.ids)
    } else if (!this.#shownBy(board, event)) void board.changed(event.ids)
    detail.refresh(event.ids)
  }

  /** A view shows what was labelled in it as soon as the answer is here. */
  #shownBy(target: Target, event: OfImages): boolean {
    const { seen, labelling } = this.#app
    return event.type === 'labels-changed' && event.window === seen.window && labelling.shownBy === target
  }
}
