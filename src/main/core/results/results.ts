import { setImmediate as pause } from 'node:timers/promises'
import { MAX_MISTAKES, type Curve, type ResultSplit, type Results } from '../../../shared/contract/results.ts'
import type { ClassId, ImageId, Score } from '../../../shared/domain.ts'
import { crossEntropy, meanScore, scoreClasses } from '../models/evaluation.ts'
import type { Manifest } from '../models/manifest.ts'
import { livingClasses, readAnswers, type Answered } from './answered.ts'
import { confidences, reliability } from './bins.ts'
import { precisionRecall } from './curve.ts'
import { named } from './named.ts'
import { imagesOf, splitsOf, type Looked } from './splits.ts'

/**
 * What a version has answered, against the labels as they are now; what it was not asked is told, not counted. Done in
 * slices, so that main's thread is free between them.
 * @param split by default the first there is
 * @throws HaberdashError `nothing-to-score` where there is no such split
 */
export async function resultsOf(looked: Looked, model: Manifest, split?: ResultSplit): Promise<Results> {
  const { read } = looked.library.db
  const living = livingClasses(read)
  const splits = splitsOf(looked, model)
  const chosen = split ?? splits[0]!
  const classes = living.map(({ id }) => id)
  const { ids, others } = imagesOf(looked, model, chosen, classes)
  const answered = await readAnswers(read, model.id, ids, living)
  const { unasked, relabelled } = answered
  const figures = await figuresOf(answered)
  return {
    ...{ model: model.id, threshold: model.threshold, split: chosen },
    splits: splits.map((one) => ({
      split: one,
      images: one === chosen ? ids.length : countOf(looked, model, one, classes),
    })),
    ...{ images: answered.ids.length, unasked, unlabelled: others, relabelled },
    official: officialScore(model, chosen),
    ...figures,
    mistakes: named(read, figures.mistakes),
  }
}

/** Those set aside are found by looking through all training images, which takes too long where nobody asked for them. */
const countOf = (looked: Looked, model: Manifest, split: ResultSplit, classes: ClassId[]) =>
  split === 'validation' ? null : imagesOf(looked, model, split, classes).ids.length

const officialScore = ({ scores }: Manifest, split: ResultSplit): Score | null =>
  split === 'test' || split === 'holdout' ? scores[split] : null

type Mistake = Pick<Results['mistakes'][number], 'id' | 'label' | 'classId' | 'confidence'>
type Figures = Pick<
  Results,
  'classes' | 'confusion' | 'perClass' | 'curves' | 'macro' | 'accuracy' | 'loss' | 'calibrationError'
> &
  Pick<Results, 'reliability' | 'confidences'> & { mistakes: Mistake[] }

/** All that is counted of answers. */
async function figuresOf(answered: Answered): Promise<Figures> {
  const { classes, ids } = answered
  const confusion = confusionOf(answered)
  const names = classes.map(({ name }) => name)
  const perClass = scoreClasses(names, confusion)
  const curves = await curvesOf(answered)
  const right = confusion.reduce((sum, row, i) => sum + row[i]!, 0)
  const { bins, error } = reliability(answered)
  const scored = curves.flatMap(({ averagePrecision }) => averagePrecision ?? [])
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  return {
    ...{ classes, confusion, perClass, curves },
    macro: {
      ...meanScore(perClass, ({ images }) => (images > 0 ? 1 : 0)),
      averagePrecision: scored.length === 0 ? null : mean(scored),
    },
    accuracy: ids.length === 0 ? null : right / ids.length,
    loss: lossOf(answered),
    calibrationError: error,
    reliability: bins,
    confidences: confidences(answered),
    mistakes: mistakesOf(answered),
  }
}

function confusionOf({ classes, label, predicted }: Answered): number[][] {
  const confusion = classes.map(() => new Array<number>(classes.length).fill(0))
  for (let i = 0; i < label.length; i++) confusion[label[i]!]![predicted[i]!]!++
  return confusion
}

async function curvesOf({ classes, label, probabilities }: Answered): Promise<Curve[]> {
  const curves: Curve[] = []
  for (const place of classes.keys()) {
    await pause()
    const probability = (image: number) => probabilities[image * classes.length + place]!
    curves.push(precisionRecall(label.length, probability, (image) => label[image] === place))
  }
  return curves
}

function lossOf({ classes, label, probabilities }: Answered): number | null {
  if (label.length === 0) return null
  let sum = 0
  for (let i = 0; i < label.length; i++) sum += crossEntropy(probabilities[i * classes.length + label[i]!]!)
  return Math.max(0, sum / label.length)
}

function mistakesOf({ classes, ids, label, predicted, confidence }: Answered): Mistake[] {
  const wrong = Array.from(ids.keys()).filter((i) => label[i] !== predicted[i])
  return wrong
    .sort((a, b) => confidence[b]! - confidence[a]! || ids[a]! - ids[b]!)
    .slice(0, MAX_MISTAKES)
    .map((i) => ({
      id: ids[i]! as ImageId,
      label: classes[label[i]!]!.id,
      classId: classes[predicted[i]!]!.id,
      confidence: confidence[i]!,
    }))
}
