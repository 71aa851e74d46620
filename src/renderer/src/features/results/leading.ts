import { NO_FILTER } from '../browse/view.svelte.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import type { ResultQuery, Results } from '../../../../shared/contract/results.ts'
import type { ClassId, ModelId } from '../../../../shared/domain.ts'
import { percent } from '../../lib/format.ts'
import type { Sets } from '../sets/sets.svelte.ts'
import { listName } from './words.ts'

type Parts = {
  api: Api
  sets: Pick<Sets, 'show' | 'filter'>
  active: () => ModelId | null
  onError: (error: unknown) => void
}
type Query = Omit<ResultQuery, 'model' | 'split' | 'sort'> & Partial<Pick<ResultQuery, 'sort'>>

/** From a part of a figure to its images in the grid. */
export class Leading {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * Images of a label and an answer; of either alone where the other is null. Of the active version they are a filter, which
   * follows what is labelled in it.
   */
  async cell(results: Results, label: ClassId | null, predicted: ClassId | null): Promise<void> {
    const { model, split } = results
    if (model === this.#parts.active() && split !== 'validation') {
      const splits = split === 'all' ? [] : [split]
      const classes = label === null ? NO_FILTER.classes : [label]
      return this.#parts.sets.filter({ classes, predicted: predicted === null ? [] : [predicted], splits })
    }
    const name = (id: ClassId) => results.classes.find((one) => one.id === id)?.name ?? ''
    const words = [
      ...(label === null ? [] : [name(label)]),
      ...(predicted === null ? [] : [`answered ${name(predicted)}`]),
    ]
    return this.#show(results, words.join(', '), {
      ...(label === null ? {} : { label }),
      ...(predicted === null ? {} : { predicted }),
    })
  }

  /** Of a class what was not found (`missed`), or what was taken for it (`false`), the surest first. */
  mistakesOf(results: Results, place: number, which: 'missed' | 'false'): Promise<void> {
    const { id, name } = results.classes[place]!
    return which === 'missed'
      ? this.#show(results, `${name}, answered otherwise`, { label: id, right: false, sort: 'most-sure' })
      : this.#show(results, `Wrongly answered ${name}`, { predicted: id, right: false, sort: 'most-sure' })
  }

  /** Answers of a confidence in (from, to]: right ones, wrong ones, or both. */
  confident(results: Results, from: number, to: number, right?: boolean): Promise<void> {
    const kind = right === undefined ? 'Answers' : right ? 'Right answers' : 'Wrong answers'
    return this.#show(results, `${kind}, ${percent(from)} to ${percent(to)} sure`, {
      confidence: { from, to },
      sort: 'most-sure',
      ...(right === undefined ? {} : { right }),
    })
  }

  /** What a threshold finds of a class. */
  given(results: Results, place: number, least: number): Promise<void> {
    const { id, name } = results.classes[place]!
    return this.#show(results, `Given at least ${percent(least)} of ${name}`, {
      given: { classId: id, least },
    })
  }

  mistakes(results: Results): Promise<void> {
    return this.#show(results, 'Most confident mistakes', { right: false, sort: 'most-sure' })
  }

  async #show(results: Results, what: string, query: Query): Promise<void> {
    const { api, sets, onError } = this.#parts
    const { model, split } = results
    try {
      const ids = await api.results.images({ model, split, ...query })
      await sets.show(listName(what, results), new Uint32Array(await ids.arrayBuffer()))
    } catch (error) {
      onError(error)
    }
  }
}
