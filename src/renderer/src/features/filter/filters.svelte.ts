import type { Filter } from '../../../../shared/contract/browse.ts'
import type { Browse } from '../browse/browse.svelte.ts'
import { ALWAYS, GROUPS, isActive, withoutChip, type Chip } from './parts.ts'

/** The bar of filters: which chips it has, and which of them is being changed. */
export class Filters {
  readonly #browse: Browse
  readonly #ownPhotos: () => boolean
  #editing = $state<Chip | null>(null)
  #choosing = $state(false)
  #groups = $derived.by(() =>
    GROUPS.map(({ title, chips }) => ({ title, chips: chips.filter((chip) => this.#has(chip)) })),
  )
  #shown = $derived.by(() => {
    const others = this.#groups.flatMap(({ chips }) => chips).filter((chip) => !ALWAYS.includes(chip))
    const added = others.filter((chip) => isActive(this.filter, chip) || chip === this.#editing)
    const listed: Chip[] = isActive(this.filter, 'set') ? ['set'] : []
    return [...ALWAYS.filter((chip) => this.#has(chip)), ...listed, ...added]
  })

  /** `ownPhotos`: the library has photos alone, and so one source. */
  constructor(browse: Browse, ownPhotos: () => boolean) {
    this.#browse = browse
    this.#ownPhotos = ownPhotos
  }

  get filter(): Filter {
    return this.#browse.view.filter
  }
  /** Whose menu or fields are open: one at most. */
  get editing() {
    return this.#editing
  }
  /** The list of all parts is open. */
  get choosing() {
    return this.#choosing
  }
  get groups() {
    return this.#groups
  }
  /** Some are always there; the others while they restrict, or are about to. */
  get shown() {
    return this.#shown
  }
  /** Whether anything restricts that can be taken away. */
  get restricting() {
    return (
      isActive(this.filter, 'set') ||
      this.#groups.some(({ chips }) => chips.some((chip) => isActive(this.filter, chip)))
    )
  }

  edit(chip: Chip) {
    this.#choosing = false
    this.#editing = chip
  }

  /** Of that chip alone: another may have been opened in its place. */
  close(chip: Chip) {
    if (this.#editing === chip) this.#editing = null
  }

  choose(open: boolean) {
    this.#choosing = open
  }

  change(change: Partial<Filter>) {
    void this.#browse.show(change)
  }

  remove(chip: Chip) {
    void this.#browse.showView({ ...this.#browse.view.spec, filter: withoutChip(this.filter, chip) })
  }

  #has(chip: Chip) {
    return chip !== 'sources' || !this.#ownPhotos()
  }
}
