import type { ChangingRecipe } from '../../../../shared/contract/data.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import { Asked } from '../../lib/asked.svelte.ts'

/** Random changes shown of an image: with the image itself they fill three rows of eight. */
export const TIMES = 23

type Shown = { id: ImageId; recipe: ChangingRecipe; pictures: Uint8Array }

/** What the augmentation of a recipe does to one image. */
export class Changes {
  readonly #api: Api
  readonly #random: () => number
  readonly #recipes = new Asked<ChangingRecipe[]>()
  readonly #shown = new Asked<Shown>()
  #id = $state<ImageId | null>(null)
  #name = $state<string | null>(null)
  #seed = 1

  constructor(api: Api, random = Math.random) {
    this.#api = api
    this.#random = random
  }

  get recipes(): readonly ChangingRecipe[] {
    return this.#recipes.value ?? []
  }
  /** The chosen recipe, at first the one that is offered first. */
  get recipe(): ChangingRecipe | undefined {
    return this.recipes.find(({ name }) => name === this.#name) ?? this.recipes[0]
  }
  /** The chosen image; null before there was one. */
  get id() {
    return this.#id
  }
  /** The image as it is, and after it as a training may see it; null until it is here. */
  get shown() {
    return this.#shown.value
  }
  get problem() {
    return this.#recipes.problem ?? this.#shown.problem
  }

  /** Of this image, unless one was chosen before. */
  async open(id: ImageId | null): Promise<void> {
    if (this.recipes.length === 0) await this.#recipes.ask(() => this.#api.data.recipes())
    this.#id ??= id
    await this.#ask()
  }

  show(id: ImageId): Promise<void> {
    this.#id = id
    return this.#ask()
  }

  /** Another one of these, drawn at random. */
  async showOther(ids: readonly ImageId[]): Promise<void> {
    const others = ids.filter((id) => id !== this.#id)
    const id = others[Math.floor(this.#random() * others.length)]
    if (id !== undefined) await this.show(id)
  }

  choose(recipe: string): Promise<void> {
    this.#name = recipe
    return this.#ask()
  }

  again(): Promise<void> {
    this.#seed = Math.floor(this.#random() * 2 ** 32)
    return this.#ask()
  }

  async #ask(): Promise<void> {
    const [id, recipe, seed] = [this.#id, this.recipe, this.#seed]
    if (id === null || !recipe) return
    await this.#shown.ask(async () => {
      const bytes = await this.#api.data.changed({ id, recipe: recipe.name, times: TIMES, seed })
      return { id, recipe, pictures: new Uint8Array(await bytes.arrayBuffer()) }
    })
  }
}
