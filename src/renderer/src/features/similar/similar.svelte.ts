import type { ImageRow } from '../../../../shared/contract/browse.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import { sentence } from '../../lib/sentence.ts'
import type { Sets } from '../sets/sets.svelte.ts'

/** How many are shown, with the image itself. */
const SHOWN = 100

type Parts = { api: Api; sets: Pick<Sets, 'show'>; onProblem: (text: string) => void }

/** From an image to those most like it, to look at and to label together. */
export class Similar {
  readonly #parts: Parts
  /** Of two that are asked for one after the other, the later is shown. */
  #asked = 0

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Shows the most similar ones in Browse, the image itself first. */
  async to(row: Pick<ImageRow, 'id' | 'name'> | undefined): Promise<void> {
    if (!row) return
    const asked = ++this.#asked
    try {
      const { ids } = await this.#parts.api.neighbours.similar({ id: row.id, count: SHOWN })
      if (asked === this.#asked) await this.#parts.sets.show(nameOf(row.name), ids)
    } catch (error) {
      this.#parts.onProblem(sentence(error))
    }
  }
}

/** A name of a list has 120 characters at most; a file's may have more. */
const nameOf = (image: string) => `Most like ${image.length > 100 ? `${image.slice(0, 99)}…` : image}`
