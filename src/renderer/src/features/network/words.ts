import { count, many, percent } from '../../lib/format.ts'
import { factsOf, summaryOf, type MapStage, type Stage, type VectorStage } from './unpack.ts'

/** 0.01234 -> "0.0123": three digits that say something, and a minus that is one. */
export const figure = (value: number): string =>
  (value === 0 ? '0' : String(Number(value.toPrecision(3)))).replace('-', '−')

/** ["conv_1", "batch_norm_2", "relu_3"] -> "conv_1 + batch norm + relu" */
export const layerNames = (layers: readonly string[]): string =>
  layers.map((name, i) => (i === 0 ? name : name.replace(/_\d+$/, '').replaceAll('_', ' '))).join(' + ')

/** "conv_4 + relu, 28 × 28 × 64" */
export function stageTitle(stage: Stage, backbone: string | null): string {
  const name =
    stage.kind === 'features' ? `Features of ${backbone ?? 'the backbone'}` : layerNames(stage.layers)
  return stage.form === 'maps'
    ? `${name}, ${stage.height} × ${stage.width} × ${count(stage.count)}`
    : `${name}, ${many(stage.values.length, 'value')}`
}

/** What a stage comes to, for who can't look at it or does not want to count. */
export function stageSentence(stage: Stage): string {
  return stage.form === 'maps' ? mapsSentence(stage) : vectorSentence(stage)
}

function mapsSentence(stage: MapStage): string {
  const { strongest, silent } = summaryOf(stage)
  const maps = many(stage.count, 'map')
  if (silent === stage.count) return `${maps}, all of them silent.`
  const quiet =
    silent === 0
      ? 'none of them silent'
      : `${count(silent)} of them silent (${percent(silent / stage.count)})`
  const { least, largest } = factsOf(stage, strongest)
  const sign = stage.signed ? ' Blue is below zero, orange above: no ReLU has cut it off yet.' : ''
  return `${maps}, ${quiet}. Strongest: map ${strongest + 1}, ${figure(least)} to ${figure(largest)}.${sign}`
}

function vectorSentence({ kind, values }: VectorStage): string {
  const zeros = values.filter((value) => value === 0).length
  const best = values.reduce((most, value, i) => (value > values[most]! ? i : most), 0)
  const silent =
    zeros > 0 ? `${count(zeros)} of them zero (${percent(zeros / values.length)})` : 'none of them zero'
  const from = FROM[kind] ?? ''
  return `${from}${many(values.length, 'value')}, ${silent}. Largest: value ${best + 1}, ${figure(values[best]!)}.`
}

const FROM: Partial<Record<Stage['kind'], string>> = {
  'global-average-pool': 'The mean of each map. ',
  flatten: 'All maps in one row. ',
}

/** "Map 12: 0 to 2.1, mean 0.34" */
export function mapWords(stage: MapStage, map: number): string {
  const { least, largest, mean, peak } = factsOf(stage, map)
  if (peak === 0) return `Map ${map + 1}: silent, zero everywhere`
  return `Map ${map + 1}: ${figure(least)} to ${figure(largest)}, mean ${figure(mean)}`
}
