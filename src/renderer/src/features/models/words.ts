import type { Comparison, ExportFormat, Knobs, ModelVersion } from '../../../../shared/contract/models.ts'
import type { ModelId } from '../../../../shared/domain.ts'
import { many, percent } from '../../lib/format.ts'
import { KNOBS } from '../training/knobs.ts'

export const FORMAT_NAMES: Record<ExportFormat, string> = {
  tfjs: 'TensorFlow.js layers model',
  savedmodel: 'TensorFlow SavedModel',
}

/** "compact, from scratch"; "fine-tune from v2 (deleted)"; "photo-fine-tune from what ships"; "head on mobilenet" */
export function origin(
  { recipe, parent, knobs, backbone }: ModelVersion,
  versions: readonly ModelVersion[],
): string {
  if (backbone !== null) return `head on ${backbone}`
  if (parent === null && 'start' in knobs && knobs.start !== 'noise') return `${recipe} from what ships`
  if (parent === null) return `${recipe}, from scratch`
  return `${recipe} from ${parent}${versions.some(({ id }) => id === parent) ? '' : ' (deleted)'}`
}

/** When a version is sure, where it is not always. */
export function sureness({ threshold }: ModelVersion): string {
  if (threshold === 0) return ''
  if (threshold !== null) return `Not sure below ${percent(threshold)}.`
  return 'Never sure: too seldom right on the images set aside. Label more.'
}

/** A recipe's knobs as they are read: ["Learning rate", "0.003"]. */
export const knobTexts = (knobs: Knobs): [string, string][] =>
  Object.entries(knobs).map(([name, value]) => {
    const knob = KNOBS.find((known) => known.name === name)
    return [
      knob?.label ?? inWords(name),
      knob?.choices?.[String(value)] ?? YES_NO[String(value)] ?? String(value),
    ]
  })

const YES_NO: Record<string, string> = { true: 'Yes', false: 'No' }

/** "maxRepeats" -> "Max repeats" */
const inWords = (name: string): string => {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** Why a version can't be deleted now; null where it can. */
export function keptBecause({ id, active }: ModelVersion, startsFrom: ModelId | null): string | null {
  if (active) return 'It is the active version. Activate another one first.'
  return id === startsFrom ? 'A training run starts from it. Wait for its end, or cancel it.' : null
}

/** What goes with a version, and what stays. */
export function deleteText({ id }: ModelVersion, versions: readonly ModelVersion[]): string {
  const children = versions
    .filter(({ parent, backbone }) => parent === id && backbone === null)
    .map((version) => version.id)
  const stay = `${new Intl.ListFormat('en').format(children)} ${children.length === 1 ? 'was' : 'were'} made from it and ${children.length === 1 ? 'stays' : 'stay'}.`
  const gone = 'Its files, its note and its predictions are deleted for good; your images and labels stay.'
  return children.length > 0 ? `${gone} ${stay}` : gone
}

const UNLIKELY = 0.05

const pText = (p: number): string => (p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`)

type Told = Pick<Comparison, 'a' | 'b' | 'onlyA' | 'onlyB' | 'p'>

/** Whether one of the two is the better one, in words, with what it is told from. */
export function verdict({ a, b, onlyA, onlyB, p }: Told): string {
  if (onlyA === onlyB)
    return onlyA === 0
      ? 'They are right on the same images.'
      : `Neither is the better one: each is right on ${many(onlyA, 'image')} that the other gets wrong.`
  const better = onlyA > onlyB ? a : b
  const points = Math.abs(a.accuracy - b.accuracy) * 100
  const lead = `${better.model} is right more often, by ${points.toFixed(1)} points.`
  return p < UNLIKELY
    ? `${lead} That is hardly chance (McNemar's exact test, ${pText(p)}).`
    : `${lead} That may be chance: two equally good versions differ by as much or more in ${percent(p)} of such comparisons (McNemar's exact test).`
}
