import type { CheckStage } from '../../../shared/contract/checks.ts'
import type { Engine } from '../engine-client.ts'
import type { ImageIndex } from '../browse/image-index.ts'
import type { Events } from '../events.ts'
import type { Library } from '../library/library.ts'
import type { Manifest } from '../models/manifest.ts'
import type { Predictions } from '../models/predictions.ts'
import type { Neighbours } from '../neighbours/neighbours.ts'
import { describeAll } from './describe-all.ts'
import { judgeLabels } from './judge-labels.ts'
import { nearDuplicates } from './near-duplicates.ts'
import { outliers } from './outliers.ts'
import { poorPictures } from './poor-pictures.ts'
import type { NewChecks } from './save.ts'
import { takeSubjects } from './subjects.ts'

export type Parts = {
  library: Library
  images: ImageIndex
  predictions: Predictions
  neighbours: Neighbours
  /** Fits heads. */
  engine: Engine
  events: Events
}

export type Tell = (stage: CheckStage, share: number) => void

/**
 * Checks all images by a version: what is kept of them at the end, and nothing before.
 * @throws the signal's reason, or what the engine, a photo's file or the disk had to say
 */
export async function runChecks(
  parts: Parts,
  model: Manifest,
  signal: AbortSignal,
  tell: Tell,
): Promise<NewChecks> {
  const began = performance.now()
  const { library, neighbours } = parts
  await describeAll(parts, model, signal, (share) => tell('describing', share))
  const subjects = await takeSubjects(library)
  const graph = await neighbours.graph(model.id, {
    signal,
    onProgress: ({ stage, fraction }) => tell('comparing', stage === 'reading' ? 0 : fraction),
  })
  const { findings: duplicates, groups } = await nearDuplicates(library, subjects, graph, signal)
  const judge = (share: number) => tell('judging', share)
  const judged = await judgeLabels(parts, { model, subjects, graph, groups }, signal, judge)
  const pictures = await poorPictures(library, subjects, signal, (share) => tell('looking', share))
  return {
    model: model.id,
    began: subjects.began,
    findings: {
      'label-issue': judged.issues,
      'near-duplicate': duplicates,
      outlier: outliers(subjects, graph),
      ...pictures,
    },
    summary: {
      seconds: (performance.now() - began) / 1000,
      images: graph.ids.length,
      judged: judged.judged,
      classes: judged.classes,
    },
  }
}
