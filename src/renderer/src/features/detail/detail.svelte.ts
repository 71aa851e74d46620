import type { ImageDetail } from '../../../../shared/contract/browse.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import { Latest } from '../../lib/latest.ts'
import { sentence } from '../../lib/sentence.ts'

/** What came before stays up to this long, so that stepping through images doesn't flicker. */
const PATIENCE_MS = 150

/** It is asked for once one stays so long: what a key press does to the pictures goes first. */
const SETTLE_MS = 30

/** All that is known of the focused image. */
export class Detail {
  readonly #api: Api
  readonly #loads = new Latest((id: ImageId) => this.#load(id))
  #id: ImageId | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #asking: ReturnType<typeof setTimeout> | undefined
  #value = $state.raw<ImageDetail | null>(null)
  #problem = $state<string | null>(null)

  constructor(api: Api) {
    this.#api = api
  }

  /** Null while it is under way. */
  get value() {
    return this.#value
  }
  get problem() {
    return this.#problem
  }

  show(id: ImageId | undefined) {
    this.#id = id
    clearTimeout(this.#timer)
    clearTimeout(this.#asking)
    if (id === undefined) this.#value = null
    else {
      this.#timer = setTimeout(() => (this.#value = null), PATIENCE_MS)
      this.#asking = setTimeout(() => void this.#loads.ask(id), SETTLE_MS)
    }
  }

  /** These images have changed (or, without ids, all): asks again if the shown one is among them. */
  refresh(ids?: readonly ImageId[]) {
    if (this.#id !== undefined && (!ids || ids.includes(this.#id))) void this.#loads.ask(this.#id)
  }

  async #load(id: ImageId) {
    try {
      const value = await this.#api.browse.detail({ id })
      if (this.#id !== id) return
      this.#value = value
      this.#problem = null
    } catch (error) {
      if (this.#id !== id) return
      this.#value = null
      this.#problem = sentence(error)
    }
    clearTimeout(this.#timer)
  }
}
