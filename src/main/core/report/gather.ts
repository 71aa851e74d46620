import type { Results, ResultSplit } from '../../../shared/contract/results.ts'
import type { ClassId } from '../../../shared/domain.ts'
import type { Core } from '../core.ts'
import { listClasses, removedClasses } from '../classes/list.ts'
import { notGarment } from '../classes/not-garment.ts'
import { knobsOf } from '../models/knobs.ts'
import type { Manifest } from '../models/manifest.ts'
import { changesBetween } from '../results/changes.ts'
import { resultsOf } from '../results/results.ts'
import type { ReportChanges, ReportFacts } from './facts.ts'
import { shownImages } from './pictures.ts'
import { uncalibrated } from './uncalibrated.ts'

/** Mistakes, and images of each kind that changed, that a report shows. */
const MISTAKES = 24
const CHANGED = 12

/** A version, its parent where that is still there, and the images on which they are looked at; null: there are none. */
export type Subject = { model: Manifest; parent: Manifest | null; split: ResultSplit | null }

/** All that a report says of a version, once what it says of images was asked. */
export async function gather(core: Core, { model, parent, split }: Subject): Promise<ReportFacts> {
  const { library, models, runs, images } = core
  const results = split && (await resultsOf(core, model, split))
  const run = runs.list().find((one) => one.model === model.id)
  return {
    madeAt: new Date().toISOString(),
    library: {
      name: library.name,
      dataset: library.dataset && { name: library.dataset.name, variant: library.dataset.variant },
    },
    model: { ...told(model), ...rest(models.list().find(({ id }) => id === model.id)) },
    trainedOn: run?.trainedOn ?? null,
    counts: { labels: labelNames(core), counts: images.classCounts() },
    results,
    uncalibrated: split && (await uncalibrated(core, model, split)),
    mistakes: results ? await mistakes(core, results) : [],
    changes: parent && split ? await changes(core, parent, model, split) : null,
  }
}

function told(model: Manifest) {
  const { id, parent, seed, input, classes, dataFingerprint, createdAt, parameters } = model
  const { temperature, threshold, scores, before, curve } = model
  return {
    ...{ id, parent, seed, input, classes, dataFingerprint, createdAt, parameters },
    ...{ temperature, threshold, scores, before, curve },
    recipe: model.recipe.name,
    knobs: knobsOf(model.recipe),
    backbone: model.backbone?.name ?? null,
    aside: model.aside ?? null,
  }
}

const rest = (version: { active: boolean; note: string; bytes: number } | undefined) => ({
  active: version?.active ?? false,
  note: version?.note ?? '',
  bytes: version?.bytes ?? 0,
})

/** What an image may be labelled with, by name; null: nothing. */
function labelNames({ library, images }: Core): { label: ClassId | null; name: string }[] {
  const { read } = library.db
  const none = notGarment(read)
  return [
    ...listClasses(read, images.tally().byClass).map(({ id, name }) => ({ label: id, name })),
    { label: none.id, name: none.name },
    { label: null, name: 'No label' },
  ]
}

/** Also of classes that are no more: a version may still have said them. */
function classNames({ library }: Core): Map<ClassId, string> {
  const { read } = library.db
  const all = [...listClasses(read, new Map()), ...removedClasses(read)]
  return new Map(all.map(({ id, name }) => [id, name]))
}

function mistakes(core: Core, results: Results) {
  const names = classNames(core)
  const shown = results.mistakes.slice(0, MISTAKES).map(({ id, label, classId, confidence }) => ({
    id,
    label: names.get(label) ?? '',
    answers: [{ by: null, name: names.get(classId) ?? '', confidence }],
  }))
  return shownImages(core.library, shown)
}

async function changes(
  core: Core,
  parent: Manifest,
  model: Manifest,
  split: ResultSplit,
): Promise<ReportChanges> {
  const found = await changesBetween(core, [parent, model], split)
  const { bothRight, sameMistake, fixed, broken, otherMistake } = found
  const names = classNames(core)
  const show = (kind: typeof fixed) =>
    shownImages(
      core.library,
      kind.some.slice(0, CHANGED).map(({ id, label, a, b }) => ({
        id,
        label: names.get(label) ?? '',
        answers: [
          { by: parent.id, name: names.get(a.classId) ?? '', confidence: a.confidence },
          { by: model.id, name: names.get(b.classId) ?? '', confidence: b.confidence },
        ],
      })),
    )
  const count = ({ ids }: typeof fixed) => ids.size / Uint32Array.BYTES_PER_ELEMENT
  return {
    ...{ parent: parent.id, images: found.images, unasked: found.unasked, p: found.p },
    counts: {
      ...{ bothRight, sameMistake },
      ...{ fixed: count(fixed), broken: count(broken), otherMistake: count(otherMistake) },
    },
    fixed: await show(fixed),
    broken: await show(broken),
  }
}
