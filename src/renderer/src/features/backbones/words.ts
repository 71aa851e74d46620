import type { Scaling } from '../../../../shared/contract/backbone.ts'
import type { BackboneInfo } from '../../../../shared/contract/backbones.ts'
import { bytes, count, duration } from '../../lib/format.ts'
import type { AddProgress } from './adding.svelte.ts'

export const SCALINGS: Record<Scaling, string> = { '-1..1': '−1 to 1', '0..1': '0 to 1' }

const LIST = new Intl.ListFormat('en')

/** "224 x 224 pixels from −1 to 1, 1,024 features, 16.9 MB" */
export const aboutText = ({ side, features, scaling, bytes: size }: BackboneInfo): string =>
  `${side} x ${side} pixels from ${SCALINGS[scaling]}, ${count(features)} features, ${bytes(size)}`

/** Why it can't be removed; null where it can. */
export function keptBecause({ versions }: BackboneInfo): string | null {
  if (versions.length === 0) return null
  return `${LIST.format(versions)} ${versions.length === 1 ? 'sees' : 'see'} through it: delete ${versions.length === 1 ? 'that version' : 'those versions'} in Models before you remove it.`
}

const STAGES: Record<AddProgress['stage'], string> = {
  sending: 'Copying its files',
  fetching: 'Downloading',
  checking: 'Trying it out',
}
/** A shorter wait needs no number. */
const TELL_SECONDS = 30

/** "Downloading: 3.1 MB of 16.9 MB, about 40 s left" @param elapsed milliseconds since it began */
export function progressText({ stage, done, of }: AddProgress, elapsed: number): string {
  if (stage === 'checking') return STAGES[stage]
  const far = of === null ? bytes(done) : `${bytes(done)} of ${bytes(of)}`
  const left = of === null || done === 0 ? 0 : ((of - done) / done) * (elapsed / 1000)
  return `${STAGES[stage]}: ${far}${left > TELL_SECONDS ? `, about ${duration(left)} left` : ''}`
}
