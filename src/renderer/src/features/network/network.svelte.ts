import type { Api } from '../../../../shared/contract/index.ts'
import type { ClassId, ImageId, ModelId } from '../../../../shared/domain.ts'
import { Latest } from '../../lib/latest.ts'
import { sentence } from '../../lib/sentence.ts'
import { Looking } from './looking.svelte.ts'
import { whereItLooks, type Heat } from './heat.ts'

/** The first layer's kernels of a version. */
export type Kernels = {
  layer: string
  height: number
  width: number
  channels: number
  count: number
  values: Float32Array
}

/** What is shown of the inside of a network, and how. */
export class Network {
  readonly #api: Api
  /** At the image whose stages are shown. */
  readonly looking: Looking
  /** At the image in Browse's inspector, which shows no stages. */
  readonly beside: Looking
  readonly #loads = new Latest(() => this.#load())
  #kernels = $state.raw<{ model: ModelId; kernels: Kernels | null } | null>(null)
  #kernelProblem = $state<string | null>(null)
  #chosen = $state<ClassId | null>(null)
  /** Of the heat over the picture, 0 to 1. */
  opacity = $state(0.7)
  /** All maps of a stage by the stage's peak; else each by its own. */
  sameScale = $state(false)
  /** Over what the model sees, also where there is a photo. */
  overInput = $state(false)

  constructor(api: Api) {
    this.#api = api
    this.looking = new Looking(api, true)
    this.beside = new Looking(api, false)
  }

  /** Null until they are here; of a network that has none `kernels` is null. */
  get kernels() {
    return this.#kernels
  }
  get kernelProblem() {
    return this.#kernelProblem
  }
  /** The class that a person wants to see; null: whatever is predicted. */
  get chosen() {
    return this.#chosen
  }
  /** The class that is shown; undefined while nothing is. */
  get classId(): ClassId | undefined {
    const known = this.looking.value?.probabilities
    return (known?.find(({ classId }) => classId === this.#chosen) ?? known?.[0])?.classId
  }
  /** Where the network looks for that class; null where nothing is known of it. */
  get heat(): Heat | null {
    const { value } = this.looking
    return value && this.classId !== undefined ? whereItLooks(value, this.classId) : null
  }

  /** Null: whatever is predicted. So is, chosen again, the one that is chosen. */
  choose(classId: ClassId | null) {
    this.#chosen = classId === this.#chosen ? null : classId
  }

  show(id: ImageId | undefined) {
    if (!this.#kernels) void this.#loads.ask(undefined)
    void this.looking.show(id)
  }

  /** By which version; undefined: the active one. */
  by(model: ModelId | undefined) {
    void this.looking.by(model)
    void this.#loads.ask(undefined)
  }

  /** Another version is active, or one is gone. */
  modelsChanged() {
    void this.beside.refresh()
    if (this.looking.id === undefined) {
      this.#kernels = null
      return
    }
    void this.looking.refresh()
    void this.#loads.ask(undefined)
  }

  /** A photo among these was adjusted, perhaps the one that is looked at. */
  imagesChanged(ids: readonly ImageId[]) {
    void this.looking.refresh(ids)
    void this.beside.refresh(ids)
  }

  async #load() {
    const { model } = this.looking
    try {
      const answer = await this.#api.network.kernels(model ? { model } : {})
      const { kernels } = answer
      const values = new Float32Array((await kernels?.values.arrayBuffer()) ?? [])
      if (model !== this.looking.model) return
      this.#kernels = { model: answer.model, kernels: kernels && { ...kernels, values } }
      this.#kernelProblem = null
    } catch (error) {
      this.#kernelProblem = sentence(error)
    }
  }
}
