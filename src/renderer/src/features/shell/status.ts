import type { LibraryInfo } from '../../../../shared/contract/library.ts'
import type { Run } from '../../../../shared/contract/training.ts'
import { count, duration, many, percent } from '../../lib/format.ts'

/** What Fashion-MNIST holds in all. */
const FULL = 70_000

/** "70,000 images", or what part of the dataset is loaded; without one, how many photos there are. */
export function datasetText({ dataset, images }: LibraryInfo): string {
  if (!dataset) return many(images, 'photo')
  const loaded = dataset.train + dataset.test
  if (dataset.variant === 'full') return many(loaded, 'image')
  return `${count(loaded)} of ${dataset.name}'s ${count(FULL)} (the embedded set)`
}

/** "v7: 95.1 % of 10,000 test images / 83.3 % of your 42 photos held out" */
export function modelText({ activeModel, dataset }: LibraryInfo): string {
  if (!activeModel) return dataset ? 'No active model' : 'No model yet'
  const { test, holdout } = activeModel.scores
  const onTest = test
    ? `${percent(test.accuracy)} of ${many(test.images, 'test image')}`
    : 'not scored yet on test images'
  const onPhotos = holdout
    ? `${percent(holdout.accuracy)} of your ${many(holdout.images, 'photo')} held out`
    : 'not scored yet on your photos'
  return `${activeModel.id}: ${dataset ? `${onTest} / ` : ''}${onPhotos}`
}

/** "12 images are not classified yet. The engine stopped in the middle of this." */
export const unclassifiedText = ({ images, why }: NonNullable<LibraryInfo['unclassified']>): string =>
  `${many(images, 'image')} ${images === 1 ? 'is' : 'are'} not classified yet. ${why}`

/** How far a run is, 0 to 1: of its epochs while it trains. */
export function part({ progress, state }: Run): number {
  if (state === 'done') return 1
  if (!progress || progress.stage === 'preparing') return 0
  if (progress.stage === 'looking') return progress.batch / Math.max(1, progress.batches)
  if (progress.stage !== 'training') return 1
  const epoch = Math.max(0, progress.epoch - 1)
  return Math.min(1, (epoch + progress.batch / Math.max(1, progress.batches)) / progress.epochs)
}

export function runText(run: Run): { words: string; done: number } {
  const { progress } = run
  if (!progress || progress.stage === 'preparing') return { words: 'Preparing to train', done: 0 }
  if (progress.stage === 'scoring') return { words: 'Scoring the new version', done: 1 }
  if (progress.stage === 'saving') return { words: 'Saving the new version', done: 1 }
  const left = progress.secondsLeft === null ? '' : `, ${duration(progress.secondsLeft)} left`
  if (progress.stage === 'looking' && !run.paused)
    return {
      words: `Looking at photos: ${count(progress.batch)} of ${count(progress.batches)}${left}`,
      done: part(run),
    }
  const doing = run.kind === 'train' ? `Training ${run.recipe}` : 'Fine-tuning'
  const what = run.paused ? 'Training paused' : doing
  return { words: `${what}: epoch ${progress.epoch} of ${progress.epochs}${left}`, done: part(run) }
}
