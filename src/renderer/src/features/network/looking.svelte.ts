import type { Api } from '../../../../shared/contract/index.ts'
import type { InputPlace } from '../../../../shared/contract/network.ts'
import type { ImageId, ModelId } from '../../../../shared/domain.ts'
import { Latest } from '../../lib/latest.ts'
import { sentence } from '../../lib/sentence.ts'
import { unpacked, type Look } from './unpack.ts'

/** Where the input lies in a photo; null where that can't be said, undefined while it is under way. */
export type Place = InputPlace | null | undefined

type Found = { id: ImageId; place: InputPlace | null }

/** What a version makes of an image: of the newest that was asked for. What came before stays until that is here. */
export class Looking {
  readonly #api: Api
  readonly #maps: boolean
  readonly #looks = new Latest(() => this.#load())
  readonly #places = new Latest((id: ImageId) => this.#find(id))
  #id = $state<ImageId | undefined>()
  #model = $state<ModelId | undefined>()
  #value = $state.raw<Look | null>(null)
  /** Of the image that is shown, and of the next, which may be here before the look is. */
  #found = $state.raw<readonly Found[]>([])
  #problem = $state<string | null>(null)

  /** @param maps false: only where it looks */
  constructor(api: Api, maps: boolean) {
    this.#api = api
    this.#maps = maps
  }

  /** The image that was asked for last. */
  get id() {
    return this.#id
  }
  /** The version that was asked for; undefined: the active one. */
  get model() {
    return this.#model
  }
  /** Null until the first answer; then perhaps of the image before. */
  get value() {
    return this.#value
  }
  get problem() {
    return this.#problem
  }
  /** Of the image that `value` is of. */
  get place(): Place {
    return this.#found.find(({ id }) => id === this.#value?.row.id)?.place
  }

  /** Looks at an image; without one, at nothing any more. */
  show(id: ImageId | undefined): Promise<unknown> {
    if (id === this.#id) return Promise.resolve()
    this.#id = id
    if (id === undefined) this.#value = null
    return this.refresh()
  }

  /** By which version; undefined: the active one. */
  by(model: ModelId | undefined): Promise<unknown> {
    if (model === this.#model) return Promise.resolve()
    this.#model = model
    return this.refresh()
  }

  /** Asks again where the image is among these, or always: another version is active, or a photo was adjusted. */
  refresh(ids?: readonly ImageId[]): Promise<unknown> {
    const id = this.#id
    if (id === undefined || (ids && !ids.includes(id))) return Promise.resolve()
    return Promise.all([this.#looks.ask(undefined), this.#places.ask(id)])
  }

  async #load() {
    const [id, model] = [this.#id, this.#model]
    if (id === undefined) return
    const isWanted = () => id === this.#id && model === this.#model
    try {
      const look = await unpacked(
        await this.#api.network.look({ id, maps: this.#maps, ...(model && { model }) }),
      )
      if (!isWanted()) return
      this.#value = look
      this.#problem = null
    } catch (error) {
      if (!isWanted()) return
      this.#value = null
      this.#problem = sentence(error)
    }
  }

  async #find(id: ImageId) {
    // What can't be found is said by the view, which shows what the model sees in place of the photo.
    const place = await this.#api.network.place({ id }).catch(() => null)
    this.#found = [{ id, place }, ...this.#found.filter((found) => found.id !== id).slice(0, 1)]
  }
}
