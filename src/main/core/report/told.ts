import { bytes, count, many } from '../../../shared/format.ts'
import { runFigures } from '../../../shared/figures/curves.ts'
import { classCounts } from '../../../shared/figures/class-counts.ts'
import type { ReportFacts } from './facts.ts'
import { html, type Html } from './html.ts'
import { fact, figure } from './parts.ts'
import { knobName, share, when } from './words.ts'

/** What it learnt from, and the library as it is now. */
export function dataPart({ model, trainedOn, counts, library }: ReportFacts): Html {
  const labels = counts.labels.filter(({ label }) => counts.counts.some((one) => one.label === label))
  const images = counts.counts.reduce((sum, one) => sum + one.images, 0)
  const caption = `${many(images, 'image')} of the library ${library.name} when this report was made, by split and source.`
  const shown = classCounts({ labels, counts: counts.counts, caption })
  return html` <h2>Data</h2>
    <dl>
      ${fact('Library', library.name)}
      ${fact('Dataset', library.dataset ? `${library.dataset.name} (${library.dataset.variant})` : 'none: photos alone')}
      ${fact('Learnt from', learnt(trainedOn))}
      ${fact('Set aside while it learnt', model.aside === null ? 'not noted' : many(model.aside, 'image'))}
      ${fact('Seed', String(model.seed))}
      ${fact('Fingerprint of its training data (SHA-256 of inputs and labels)', model.dataFingerprint || 'none', true)}
    </dl>
    ${figure({ ...shown, aspect: Math.max(0.2, (60 + 26 * labels.length) / 860) })}`
}

function learnt(of: ReportFacts['trainedOn']): string {
  if (of === null) return 'not noted: it was made elsewhere'
  const parts = [
    ...(of.photos > 0 ? [many(of.photos, 'photo')] : []),
    ...(of.corrected > 0 ? [many(of.corrected, 'corrected image')] : []),
    ...(of.replay > 0 ? [`${count(of.replay)} training images of the dataset`] : []),
  ]
  return parts.length === 0 ? 'nothing' : parts.join(', ')
}

export function recipePart({ model }: ReportFacts): Html {
  const { width, height, channels } = model.input
  const knobs = Object.entries(model.knobs).map(([name, value]) =>
    fact(knobName(name), YES_NO[String(value)] ?? String(value)),
  )
  return html` <h2>Recipe</h2>
    <dl>
      ${fact('Recipe', model.recipe)} ${fact('Starts from', model.parent ?? 'a new network')}
      ${fact('Made', when(model.createdAt))} ${fact('Numbers it has learnt', count(model.parameters))}
      ${fact('Size', bytes(model.bytes))}
      ${fact('Sees', `${width} × ${height} pixels, ${channels === 1 ? 'grey' : 'colour'}`)}
      ${model.backbone === null ? null : fact('Sees through', model.backbone)}
      ${fact('Not sure', sureness(model.threshold))} ${fact('Classes', model.classes.join(', '), true)}
    </dl>
    ${
      knobs.length === 0
        ? null
        : html`<h3>Knobs</h3>
            <dl class="dense">${knobs}</dl>`
    }`
}

const YES_NO: Record<string, string> = { true: 'yes', false: 'no' }

function sureness(threshold: number | null): string {
  if (threshold === null) return 'always: too seldom right on the images set aside'
  return threshold === 0 ? 'never' : `below ${share(threshold)}`
}

export function curvesPart({ model, trainedOn }: ReportFacts): Html | null {
  if (model.curve.length === 0) return null
  const images = trainedOn ? trainedOn.photos + trainedOn.corrected + trainedOn.replay : null
  const [first, second, ...others] = runFigures(model.curve, { images, epochs: model.curve.length })
  return html` <h2>Training</h2>
    <div class="pair">${[first, second].map((one) => (one ? figure(one, 'half') : null))}</div>
    ${others.map((one) => figure({ ...one, aspect: 0.2 }))}`
}
