import type { BackboneInfo } from '../../../../shared/contract/backbones.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import type { ModelVersion } from '../../../../shared/contract/models.ts'

/** What fine-tuning is asked for. */
export type FineTuneRequest = Parameters<Api['training']['fineTune']>[0]

/** Something that a version of photos can start from. */
export type Choice = { value: string; label: string; about: string; request: FineTuneRequest }

const SHIPPED = 'a network that has seen many garments in colour'

const stays = (id: string) => `${id} stays as it is.`

/** What it goes on from if nothing is said. */
function usual(active: ModelVersion | undefined): Choice {
  const choice = { value: '', request: {} }
  if (!active) {
    return {
      ...choice,
      label: 'The network that ships',
      about: `The first version starts from ${SHIPPED}.`,
    }
  }
  const { id, backbone } = active
  if (backbone === null)
    return { ...choice, label: `${id}, the active version`, about: `It goes on from ${id}. ${stays(id)}` }
  return {
    ...choice,
    label: `${backbone}, the backbone of ${id}`,
    about: `A new head is fitted on ${backbone} to all that you have labelled by now. ${stays(id)}`,
  }
}

/** All that the next version can start from, the usual first. */
export function choices(active: ModelVersion | undefined, backbones: readonly BackboneInfo[]): Choice[] {
  const anew: Choice = {
    value: 'start',
    label: 'The network that ships',
    about: `It starts from ${SHIPPED}.${active ? ` ${stays(active.id)}` : ''}`,
    request: { fromStart: true },
  }
  const others = backbones.filter(({ name }) => name !== active?.backbone)
  return [
    usual(active),
    ...(active ? [anew] : []),
    ...others.map(({ name }): Choice => ({
      value: `on ${name}`,
      label: `${name}, a backbone`,
      about: `A new head on ${name} learns your classes from what that sees. It looks at each photo once.`,
      request: { backbone: name },
    })),
  ]
}

type Parts = { active: () => ModelVersion | undefined; backbones: () => readonly BackboneInfo[] }

/** What the next fine-tuning of photos starts from, of all that there is now. */
export class Start {
  readonly #parts: Parts
  #wanted = $state('')
  readonly #choices = $derived.by(() => choices(this.#parts.active(), this.#parts.backbones()))
  /** What was chosen may be gone meanwhile. */
  readonly #chosen = $derived(this.#choices.find(({ value }) => value === this.#wanted) ?? this.#choices[0]!)

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get choices() {
    return this.#choices
  }
  get chosen(): Choice {
    return this.#chosen
  }
  choose(value: string) {
    this.#wanted = value
  }
}
