import type { ReviewKind } from '../../../../shared/contract/reviews.ts'
import type { ImageId, Split } from '../../../../shared/domain.ts'
import { Connection } from '../../lib/connection.svelte.ts'
import { sentence } from '../../lib/sentence.ts'
import { Settings } from '../../lib/settings.svelte.ts'
import { Adjusting } from '../adjust/adjusting.svelte.ts'
import { NOTHING_TO_ADJUST } from '../adjust/words.ts'
import { Board } from '../board/board.svelte.ts'
import { Browse } from '../browse/browse.svelte.ts'
import { KeptView } from '../browse/kept-view.svelte.ts'
import { WhyEmpty } from '../browse/why-empty.svelte.ts'
import { NO_FILTER } from '../browse/view.svelte.ts'
import { Checks } from '../checks/checks.svelte.ts'
import { ClassList } from '../classes/class-list.svelte.ts'
import { allCommands } from '../commands/all.ts'
import { Commands } from '../commands/commands.svelte.ts'
import { Data } from '../dataset/data.svelte.ts'
import { Detail } from '../detail/detail.svelte.ts'
import { Backbones } from '../backbones/backbones.svelte.ts'
import { Arrival } from '../drop/arrival.svelte.ts'
import { Drop } from '../drop/drop.svelte.ts'
import { Filters } from '../filter/filters.svelte.ts'
import { LabelDrag } from '../labels/dragging.svelte.ts'
import { Labelling } from '../labels/labelling.svelte.ts'
import { Seen } from '../labels/seen.ts'
import { Libraries } from '../libraries/libraries.svelte.ts'
import type { Target } from '../labels/target.ts'
import { Toasts } from '../labels/toasts.svelte.ts'
import { ImageMap } from '../map/map.svelte.ts'
import { Models } from '../models/models.svelte.ts'
import { Network } from '../network/network.svelte.ts'
import { Reporting } from '../report/reporting.svelte.ts'
import { Overview } from '../review/overview.svelte.ts'
import { Results } from '../results/results.svelte.ts'
import { Review } from '../review/review.svelte.ts'
import { Insight } from '../insight/insight.svelte.ts'
import { Sets } from '../sets/sets.svelte.ts'
import { Similar } from '../similar/similar.svelte.ts'
import { Start } from '../training/start.svelte.ts'
import { Training } from '../training/training.svelte.ts'
import { Views } from '../views/views.svelte.ts'
import { Following } from './following.ts'
import { Library } from './library.svelte.ts'

export type Place = 'browse' | 'review' | 'board' | 'train' | 'models' | 'insight'

/** All state of a window, put together. */
export class App {
  readonly settings = new Settings(localStorage)
  readonly connection = new Connection()
  readonly toasts = new Toasts()
  readonly library = new Library(this.connection.api)
  readonly libraries = new Libraries(this.connection.api, (text) => this.toasts.problem(text))
  /** Of this window alone: a filter that was left over from last week would hide images. */
  readonly keptView = new KeptView(sessionStorage)
  readonly browse = new Browse(this.connection.api, (error) => this.#background(error), this.keptView.first())
  readonly whyEmpty = new WhyEmpty(this.connection.api)
  readonly filters = new Filters(this.browse, () => this.ownPhotos)
  readonly views = new Views({
    ...{ api: this.connection.api, browse: this.browse, toasts: this.toasts },
    goToBrowse: () => this.goTo('browse'),
  })
  readonly board = new Board({
    api: this.connection.api,
    info: () => this.library.info,
    browsed: () => this.browse.view.filter,
    onError: (error) => this.#background(error),
  })
  readonly sets = new Sets({
    ...{ api: this.connection.api, browse: this.browse },
    goToBrowse: () => this.goTo('browse'),
    onError: (error) => this.#background(error),
  })
  readonly similar = new Similar({
    ...{ api: this.connection.api, sets: this.sets },
    onProblem: (text) => this.toasts.problem(text),
  })
  readonly map = new ImageMap({
    api: this.connection.api,
    info: () => this.library.info,
    onError: (error) => this.#background(error),
  })
  readonly insight = new Insight()
  readonly network = new Network(this.connection.api)
  readonly checks = new Checks({
    ...{ api: this.connection.api, sets: this.sets },
    className: (id) => this.library.className(id),
    shown: () => this.place === 'insight' && this.insight.tab === 'labels',
  })
  readonly data = new Data({
    api: this.connection.api,
    classes: () => this.library.info?.classes.length ?? 0,
    onError: (error) => this.#background(error),
  })
  readonly detail = new Detail(this.connection.api)
  readonly review = new Review({
    api: this.connection.api,
    onProblem: (text) => this.toasts.problem(text),
    onError: (error) => this.#background(error),
    onLeave: () => void this.reviews.load(),
  })
  readonly reviews = new Overview({
    api: this.connection.api,
    browseFilter: () => this.browse.view.filter,
    shown: () => this.place === 'review' && this.review.info === null,
    onProblem: (text) => this.toasts.problem(text),
  })
  readonly adjusting = new Adjusting(this.connection.api, this.toasts)
  readonly models = new Models(this.connection.api)
  readonly reporting = new Reporting(this.connection.api)
  readonly backbones = new Backbones(this.connection.api)
  readonly results = new Results({
    ...{ api: this.connection.api, sets: this.sets, versions: () => this.models.list ?? [] },
    onError: (error) => this.#background(error),
  })
  readonly start = new Start({
    active: () => this.models.list?.find((version) => version.active),
    backbones: () => this.backbones.list,
  })
  readonly training = new Training(this.connection.api, () =>
    this.ownPhotos ? this.start.chosen.request : {},
  )
  readonly seen = new Seen()
  readonly labelling = new Labelling({
    api: this.connection.api,
    target: () => this.target,
    toasts: this.toasts,
    seen: this.seen,
    className: (id) => this.library.className(id),
    notGarment: () => this.library.info?.notGarment.id,
    autoAdvance: () => this.settings.autoAdvance,
  })
  readonly drag = new LabelDrag((ids, classId) => void this.labelling.label(classId, ids))
  readonly classList = new ClassList({
    api: this.connection.api,
    classes: () => this.library.info?.classes ?? [],
    reload: () => this.library.load(),
    undo: (which) => this.labelling.undo(which),
  })
  readonly arrival = new Arrival(this.browse, () => this.goTo('browse'))
  readonly drop = new Drop(
    this.connection.api,
    { onStart: () => void this.arrival.start(), onEnd: (last) => this.arrival.end(last) },
    sessionStorage,
  )
  readonly #following = new Following(this)
  readonly commands = new Commands(() => allCommands(this))
  /** Classes are offered by name, to label with one. */
  namingOpen = $state(false)
  #place = $state<Place>('browse')

  constructor() {
    this.connection.onUp(() => this.#refetch())
  }

  /** The library has photos alone, and classes of its own. */
  get ownPhotos() {
    return this.library.info?.dataset === null
  }

  get place() {
    return this.#place
  }

  /** What the keys that label act on. */
  get target(): Target {
    return this.shown
  }

  /** The view of images that is shown, or was last. */
  get shown(): Browse | Review | Board {
    if (this.#place === 'review') return this.review
    return this.#place === 'board' ? this.board : this.browse
  }

  goTo(place: Place) {
    this.#place = place
    // Another process may have added one: nothing tells of that.
    if (place === 'train') void this.backbones.load()
    if (place === 'train') void this.training.load()
    if (place === 'review') void this.reviews.load()
    this.browse.zoomed = false
    this.board.zoomed = false
    this.review.zoomed = false
  }

  /** To what the checks found, or what they would. */
  showChecks() {
    this.insight.show('labels')
    this.goTo('insight')
  }

  async beginReview(kind: ReviewKind) {
    this.goTo('review')
    const review = await this.reviews.begin(kind)
    if (review) await this.review.open(review)
  }

  /** Why no other library can be opened now; null where one can. */
  get leavingBlocked(): string | null {
    if (this.training.running) return 'A training run is going: wait for its end, or cancel it.'
    return this.drop.batch && !this.drop.batch.ended ? 'Photos are being added: wait until they are.' : null
  }

  /** Set by the parts of the document that can do it. */
  focusSearch: () => void = () => {}
  choose: (what: 'files' | 'folder') => void = () => {}

  /** Opens the editor of what the model sees of the focused photo. */
  adjust() {
    const row = this.shown.focusedRow
    if (row?.source === 'dataset') this.toasts.done(NOTHING_TO_ADJUST)
    else if (row) void this.adjusting.open(row.id)
  }

  /** At the person's wish: the dropped photo that was not shown by itself. */
  showDropped() {
    const unseen = this.drop.batch?.unseen
    if (unseen == null) return
    this.drop.seen()
    this.goTo('browse')
    void this.browse.showPhotos([unseen])
  }

  /** In Browse, among the others of its split, with all that is known of it. */
  showImage(id: ImageId, split: Split) {
    this.settings.inspector = true
    this.goTo('browse')
    void this.browse.showImage(id, split)
  }

  /** What the network makes of the image that has the focus in Browse. */
  lookInside() {
    this.insight.show('network')
    this.goTo('insight')
  }

  /** In Browse, what was marked to come back to. */
  showFlagged() {
    this.goTo('browse')
    void this.browse.view.show({ ...NO_FILTER, flagged: true })
  }

  /** Tries now what could not be classified in the background. */
  classifyAgain() {
    this.library.classifyAgain().catch((error: unknown) => this.#background(error))
  }

  /** What fails while the connection is down is said by the banner. */
  #background(error: unknown) {
    if (this.connection.state === 'up') this.toasts.problem(sentence(error))
  }

  #refetch() {
    void this.library.listen((event) => this.#following.on(event))
    void this.#reload()
    void this.libraries.load()
    void this.views.load()
    void this.browse.reload()
    void this.board.reload()
    void this.models.load()
    void this.backbones.load()
    void this.training.reload()
    void this.checks.load()
    this.results.reload()
    this.data.reload()
    this.detail.refresh()
    this.network.modelsChanged()
    this.review.reconnected()
    this.map.reload()
    if (this.place === 'review') void this.reviews.load()
  }

  /** Another library may be open since the connection was lost. */
  async #reload() {
    const id = this.library.info?.id
    await this.library.load()
    // What is labelled after that is told by an event.
    this.seen.all(this.library.info?.event ?? 0)
    if (id !== undefined && this.library.info?.id !== id) this.beginAnew()
    else if (id === undefined) await this.#settleView()
  }

  /** The view that the window began with was perhaps of another library, or of classes that are gone. */
  async #settleView() {
    const { info } = this.library
    if (!info) return
    const own = this.keptView.opened(info.id)
    if (own) await this.browse.showView(own)
    await this.keepClasses()
  }

  /** Takes those classes out of the filter that are no more. */
  keepClasses() {
    const { classes, info } = this.library
    return this.browse.keepClasses((id) => classes.has(id) || info?.notGarment.id === id)
  }

  /** Nothing that a window holds is of use in another library. */
  beginAnew() {
    this.drop.forget()
    location.reload()
  }
}
