import type { BackboneInfo } from '../../../../shared/contract/backbones.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import { Latest } from '../../lib/latest.ts'
import { sentence } from '../../lib/sentence.ts'
import { Adding } from './adding.svelte.ts'

/** The library's pretrained networks, and the dialog in which they are added and removed. */
export class Backbones {
  readonly #api: Api
  readonly #loads = new Latest(() => this.#load())
  #list = $state.raw<readonly BackboneInfo[]>([])
  #open = $state(false)
  #leaving = $state<string | null>(null)
  #said = $state('')
  #problem = $state<string | null>(null)

  readonly adding: Adding

  constructor(api: Api) {
    this.#api = api
    this.adding = new Adding(api, async ({ name }) => {
      await this.load()
      this.#said = `${name} is added. Choose it under Start from, in Train.`
    })
  }

  /** By name. */
  get list() {
    return this.#list
  }
  get open() {
    return this.#open
  }
  set open(open) {
    this.#open = open
    this.#leaving = null
    this.#said = ''
    this.#problem = null
    if (open) void this.load()
  }
  /** The one of which is asked whether it is to be removed. */
  get leaving() {
    return this.#leaving
  }
  /** What the last thing done came to, in a sentence. */
  get said() {
    return this.#said
  }
  /** Why the last thing could not be done. */
  get problem() {
    return this.#problem
  }

  load(): Promise<void> {
    return this.#loads.ask(undefined)
  }

  /** Asks whether one is to be removed, or with null asks no more. */
  ask(name: string | null) {
    this.#leaving = name
    this.#problem = null
  }

  /** Removes the one that was asked about. True where it was done. */
  async remove(): Promise<boolean> {
    const name = this.#leaving
    if (name === null) return false
    return this.#try(async () => {
      await this.#api.backbones.remove({ name })
      await this.load()
      this.#leaving = null
      this.#said = `${name} is removed.`
    })
  }

  async #load() {
    await this.#try(async () => {
      this.#list = await this.#api.backbones.list()
    })
  }

  async #try(work: () => Promise<void>): Promise<boolean> {
    try {
      await work()
      this.#problem = null
      return true
    } catch (error) {
      this.#problem = sentence(error)
      return false
    }
  }
}
