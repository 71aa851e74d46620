import { randomUUID } from 'node:crypto'
import { setImmediate as pause } from 'node:timers/promises'
import { JUDGED_ONLY } from '../../../shared/contract/engine.ts'
import type { ClassEstimate } from '../../../shared/contract/checks.ts'
import type { ClassId, ImageId } from '../../../shared/domain.ts'
import type { HeadOptions } from '../../../shared/train-options.ts'
import type { Engine } from '../engine-client.ts'
import type { Manifest } from '../models/manifest.ts'
import type { NeighbourGraph } from '../neighbours/graph.ts'
import { labelIssues, type Judged } from './confident-learning.ts'
import { featureRows } from './feature-rows.ts'
import { FOLDS, foldsOf } from './folds.ts'
import type { Parts } from './run.ts'
import type { NewFinding } from './save.ts'
import type { Subject, Subjects } from './subjects.ts'

/** How the heads are fitted that judge labels. */
const JUDGE: HeadOptions = { epochs: 100, learningRate: 0.05, decay: 1e-4 }

/** The same folds each time. */
const SEED = 1

type Known = { model: Manifest; subjects: Subjects; graph: NeighbourGraph; groups: Int32Array }

export type JudgedLabels = { issues: NewFinding[]; judged: number; classes: ClassEstimate[] }

/**
 * Labels that are likely wrong, by heads on a version's features none of which has learnt from the label it judges, nor
 * from a near-duplicate's. Labels of test images and of photos held out are judged too, by a head that learns from all others.
 * @throws what the engine had to say
 */
export async function judgeLabels(
  { library, engine }: Pick<Parts, 'library' | 'engine'>,
  { model, subjects, graph, groups }: Known,
  signal: AbortSignal,
  tell: (share: number) => void,
): Promise<JudgedLabels> {
  const labelled = choose(subjects, graph, groups)
  await pause()
  const { classes, places } = labelled
  if (classes.length < 2) return { issues: [], judged: 0, classes: [] }
  const ids = Uint32Array.from(places, (place) => graph.ids[place]!)
  const labels = Uint8Array.from(places, (place) => classes.indexOf(subjectAt(labelled, place).label!))
  const features = await featureRows(library.db.read, model.id, ids)
  const rows = { features, labels, folds: foldsFor(labelled, labels, groups), classes: classes.length }
  await pause()
  const probabilities = await crossValidated(engine, rows, signal, tell)
  const judged = { probabilities, labels, classes: classes.length }
  await pause()
  return { ...found(judged, labelled, graph), judged: places.length }
}

type Rows = {
  /** Float16, a row each. */
  features: Uint8Array<ArrayBuffer>
  labels: Uint8Array<ArrayBuffer>
  folds: Uint8Array<ArrayBuffer>
  classes: number
}

/** Features go to the engine in pieces of so many bytes: some 10 ms. */
const PIECE = 2 ** 21

/** Probabilities of all rows by heads that have not learnt from them: float32, [rows, classes]. */
export async function crossValidated(
  engine: Engine,
  { features, labels, folds, classes }: Rows,
  signal: AbortSignal,
  tell: (share: number) => void,
): Promise<Float32Array> {
  const name = randomUUID()
  const bytes = { labels: new Blob([labels]), folds: new Blob([folds]) }
  const input = { ...bytes, features: name, classes, options: JUDGE }
  const all = new Float32Array(labels.length * classes)
  const parts = [...new Set(folds)].sort((a, b) => a - b)
  try {
    for (let at = 0; at < features.length; at += PIECE) {
      const part = new Blob([features.subarray(at, at + PIECE)])
      await engine.use((api) => api.holdFeatures({ name, total: features.length, at, part }, { signal }))
    }
    for (const [n, fold] of parts.entries()) {
      tell(n / parts.length)
      const { probabilities } = await engine.use((api) => api.judgeFold({ ...input, fold }, { signal }))
      putRows(all, new Float32Array(await probabilities.arrayBuffer()), folds, fold)
    }
  } finally {
    await engine.use((api) => api.forgetFeatures({ name })).catch(() => {})
  }
  return all
}

/** Puts what was said of the images of a fold in their places. */
function putRows(all: Float32Array, some: Float32Array, folds: Uint8Array, fold: number): void {
  const classes = all.length / folds.length
  let row = 0
  for (let at = 0; at < folds.length; at++)
    if (folds[at] === fold) all.set(some.subarray(row * classes, ++row * classes), at * classes)
}

type Labelled = { classes: ClassId[]; places: number[]; subjects: Subject[] }

const subjectAt = ({ subjects }: Labelled, place: number): Subject => subjects[place]!

/**
 * Images with a label of which enough are learnt from for one to be in each fold. Near-duplicates, which share a fold, count as
 * one: of two garments photographed five times each, no fold would leave anything to learn from.
 */
function choose({ byId }: Subjects, { ids }: NeighbourGraph, groups: Int32Array): Labelled {
  const subjects = Array.from(ids, (id): Subject => byId.get(id) ?? { ...NOBODY, id: id as ImageId })
  const learnt = new Map<ClassId, Set<number>>()
  for (const [place, { label, split }] of subjects.entries()) {
    if (label === null || split !== 'train') continue
    learnt.set(label, (learnt.get(label) ?? new Set()).add(groups[place]!))
  }
  const classes = [...learnt].filter(([, { size }]) => size >= FOLDS).map(([id]) => id)
  classes.sort((a, b) => a - b)
  const known = new Set(classes)
  const places = [...subjects.keys()].filter((place) => known.has(subjects[place]!.label!))
  return { classes, places, subjects }
}

/** An image that has come since the checks began. */
const NOBODY = { source: 'photo', split: 'train', label: null, index: null } as const

function foldsFor(labelled: Labelled, labels: Uint8Array, groups: Int32Array): Uint8Array<ArrayBuffer> {
  const { places } = labelled
  const firsts = new Map<number, number>()
  // Of its group the first that has a label, by its place among these.
  const own = places.map((place, i) => {
    const first = firsts.get(groups[place]!)
    if (first === undefined) firsts.set(groups[place]!, i)
    return first ?? i
  })
  const folds = foldsOf(labels, own, SEED)
  places.forEach((place, i) => {
    if (subjectAt(labelled, place).split !== 'train') folds[i] = JUDGED_ONLY
  })
  return new Uint8Array(folds)
}

/** The issues as they are kept, and how many of each class are wrong. */
function found(
  judged: Judged,
  labelled: Labelled,
  graph: NeighbourGraph,
): Pick<JudgedLabels, 'issues' | 'classes'> {
  const { classes, places } = labelled
  const { places: ranked, suggested, joint } = labelIssues(judged)
  const issues = Array.from(ranked, (at, rank): NewFinding => {
    const [place, likelier] = [places[at]!, classes[suggested[rank]!]!]
    const row = at * judged.classes
    return {
      id: graph.ids[place] as ImageId,
      score: judged.probabilities[row + judged.labels[at]!]!,
      ...{ label: classes[judged.labels[at]!]!, suggested: likelier },
      facts: {
        suggestedProbability: judged.probabilities[row + suggested[rank]!]!,
        ...agreement(labelled, graph, place, likelier),
      },
    }
  })
  return { issues, classes: joint.map((row, label) => estimate(classes, row, label)) }
}

function estimate(classes: readonly ClassId[], row: readonly number[], label: number): ClassEstimate {
  const images = row.reduce((sum, n) => sum + n, 0)
  return { classId: classes[label]!, images: Math.round(images), wrong: images - row[label]! }
}

/** How many of the images nearest to one have that label. */
function agreement({ subjects }: Labelled, { k, indices }: NeighbourGraph, place: number, label: ClassId) {
  const others = [...indices.subarray(place * k, (place + 1) * k)].filter((other) => other !== place)
  const agreeing = others.filter((other) => subjects[other]!.label === label).length
  return { agreeing, neighbours: others.length }
}
