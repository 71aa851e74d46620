import type { Run } from '../../../../shared/contract/training.ts'
import type { ModelId } from '../../../../shared/domain.ts'
import { count, many, percent } from '../../lib/format.ts'
import type { Ready } from './training.svelte.ts'

/** What there is to learn from, in a sentence; `ownPhotos`: in a library of photos alone. */
export function readyText({ photos, corrected, holdout }: Ready, ownPhotos = false): string {
  if (ownPhotos && photos === 0)
    return 'There is nothing to learn from yet. Label some photos of at least two classes in Browse, then fine-tune.'
  if (photos + corrected === 0)
    return 'There is nothing to learn from yet. Label photos of your own, or correct labels in Browse.'
  const parts = [
    ...(photos > 0 ? [`${many(photos, 'labelled photo')} of yours`] : []),
    ...(corrected > 0 ? [many(corrected, 'corrected image')] : []),
  ]
  const held =
    holdout > 0
      ? ` ${many(holdout, 'more photo')} ${holdout === 1 ? 'is' : 'are'} held out to score it.`
      : ' No labelled photo is held out yet to score it on your own; a fifth of them will be.'
  return `The model can learn from ${parts.join(' and ')}.${held}`
}

export const canLearn = (ready: Ready | null): boolean => ready !== null && ready.photos + ready.corrected > 0

const FINE_TUNE_TITLES: Record<Run['state'], string> = {
  running: 'Fine-tuning',
  done: 'Fine-tuned',
  cancelled: 'Cancelled',
  failed: 'Not finished',
}

const LIST = new Intl.ListFormat('en')

/** "Fine-tuned: v2", "Training compact" */
export function title({ kind, state, recipe, model }: Run): string {
  const version = model ? `: ${model}` : ''
  if (kind === 'fine-tune') return FINE_TUNE_TITLES[state] + version
  if (state === 'running') return `Training ${recipe}`
  return state === 'done' ? `Trained${version}` : `${FINE_TUNE_TITLES[state]}: ${recipe}`
}

/** "Run 3: classic-32" */
export const runName = ({ id, recipe }: Run): string => `Run ${id}: ${recipe}`

/** What its version starts from, as a cell of a table says it. */
export function originText({ kind, parent, backbone }: Run): string {
  if (backbone !== null) return `on ${backbone}`
  return kind === 'train' || parent === null ? 'new model' : `from ${parent}`
}

/** How it stands or ended, as a cell of a table says it. */
export function stateText({ state, paused, model, error }: Run): string {
  if (state === 'running') return paused ? 'Paused' : 'Running'
  if (state === 'cancelled') return 'Cancelled'
  return state === 'done' ? `Done:\u00a0${model}` : (error?.message ?? 'Not finished')
}

/** How it makes its version, before what from: "By compact on" 55,000 images; "A head on mobilenet, fitted to" 80 photos. */
export function wayText({ kind, recipe, backbone }: Run): string {
  if (backbone !== null) return `A head on ${backbone}, fitted to`
  return kind === 'train' ? `By ${recipe} on` : 'On'
}

/** What a run trains or trained on. */
export function trainedOnText({ kind, trainedOn: { photos, corrected, replay } }: Run): string {
  const own = [
    ...(photos > 0 ? [many(photos, 'photo')] : []),
    ...(corrected > 0 ? [many(corrected, 'corrected image')] : []),
  ]
  if (kind === 'train') return LIST.format([...own, `${count(replay)} training images of the dataset`])
  if (replay === 0) return own.join(', ')
  return `${own.join(', ')} and ${count(replay)} from the dataset, so that it doesn't forget`
}

/** How many images it learns from. */
export const images = ({ trainedOn: { photos, corrected, replay } }: Run): number =>
  photos + corrected + replay

/** Where its curve ended. */
export function lastText({ curve }: Run): string {
  const last = curve.at(-1)
  if (!last) return ''
  const parts = [
    `${percent(last.accuracy)} of its training images right`,
    ...(last.validation ? [`${percent(last.validation.accuracy)} of the validation images`] : []),
    ...(last.imagesPerSecond === undefined ? [] : [`${count(last.imagesPerSecond)} images a second`]),
  ]
  return `In epoch ${last.epoch}: ${parts.join(', ')}.`
}

/** What came of a finished run, while `activeId` is the active version. */
export function outcome(run: Run, activeId: ModelId | undefined): string {
  const { state, model, kind } = run
  if (state === 'cancelled') return 'You cancelled it. The active version is the one it was before.'
  if (state !== 'done' || !run.after) return ''
  if (run.activated && run.before === null) return `${model} is the first version here, so it is active now.`
  if (run.activated) return `${model} is no worse on any of its scores, so it is active now.`
  if (model === activeId) return `${model} is active now, as you chose.`
  if (kind === 'train')
    return `${model} is a new model and makes no predictions until you use it. It is kept either way.`
  return `${model} is worse on ${worseOn(run).join(' and ')}, so it was not made active. It is kept either way.`
}

function worseOn({ before, after }: Run): string[] {
  const worse = (split: 'test' | 'holdout') => {
    const [was, is] = [before?.[split], after?.[split]]
    return was && is && is.accuracy < was.accuracy
  }
  const names = [
    ...(worse('test') ? ['the test images'] : []),
    ...(worse('holdout') ? ['your photos held out'] : []),
  ]
  return names.length > 0 ? names : ['at least one of its scores']
}
