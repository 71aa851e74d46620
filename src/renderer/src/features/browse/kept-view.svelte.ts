import { ViewSpec } from '../../../../shared/contract/browse.ts'
import type { LibraryId } from '../../../../shared/contract/libraries.ts'
import { FIRST_VIEW } from './view.svelte.ts'

const LAST = 'haberdash-last-library'
const viewOf = (library: string) => `haberdash-view-${library}`

/**
 * What this window showed last of each library, kept over a reload. Which library is open is known only once the server
 * has answered; until then it is taken to be the last one, so that the first view needs no answer to wait for.
 */
export class KeptView {
  readonly #storage: Storage
  readonly #presumed: string | null
  #library = $state<LibraryId | null>(null)

  constructor(storage: Storage) {
    this.#storage = storage
    this.#presumed = storage.getItem(LAST)
  }

  /** The view to begin with; undefined where none was kept, or what is there is none. */
  first(): ViewSpec | undefined {
    return this.#presumed === null ? undefined : this.#read(this.#presumed)
  }

  /** The library is known. Answers with what is to be shown in the place of the first view, if that was not its. */
  opened(library: LibraryId): ViewSpec | undefined {
    const first = this.first()
    this.#library = library
    this.#storage.setItem(LAST, library)
    if (library === this.#presumed) return undefined
    return this.#read(library) ?? (first && FIRST_VIEW)
  }

  /** Nothing is kept until it is known of which library it is. */
  keep(view: ViewSpec) {
    if (this.#library !== null) this.#storage.setItem(viewOf(this.#library), JSON.stringify(view))
  }

  /** What somebody else wrote there is not trusted to be ours. */
  #read(library: string): ViewSpec | undefined {
    try {
      return ViewSpec.parse(JSON.parse(this.#storage.getItem(viewOf(library)) ?? 'null'))
    } catch {
      return undefined
    }
  }
}
