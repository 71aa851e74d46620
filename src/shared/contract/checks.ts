import { z } from 'zod'
import { ClassId, ImageId, ModelId, Split } from '../domain.ts'
import { Finding, Found } from './browse.ts'
import { Bytes, procedure } from './common.ts'

/**
 * What the checks are at: `describing`: features of images that have none yet; `comparing`: each image with all others;
 * `judging`: labels, by heads that have not learnt from them; `looking`: at the pictures themselves.
 */
export const CheckStage = z.enum(['describing', 'comparing', 'judging', 'looking'])
export type CheckStage = z.infer<typeof CheckStage>

export const CheckProgress = z.object({
  stage: CheckStage,
  /** Of this stage, and of all that there is to do. */
  share: z.number().min(0).max(1),
  overall: z.number().min(0).max(1),
  /** Of all stages; null until it can be told. */
  secondsLeft: z.number().nonnegative().nullable(),
})
export type CheckProgress = z.infer<typeof CheckProgress>

/** At most this many images of a finding are shown as examples: the worst. */
export const MAX_EXAMPLES = 6

/** Of at most this many images is told in one call what was found of them. */
export const MAX_FOUND = 100

export const FindingCount = z.object({
  finding: Finding,
  found: z.int().nonnegative(),
  /** Of those that nobody has answered since. */
  open: z.int().nonnegative(),
  /** The worst that are open. */
  examples: z.array(ImageId).max(MAX_EXAMPLES),
})
export type FindingCount = z.infer<typeof FindingCount>

/** Label issues of one label for which one class is suggested. */
export const PairCount = z.object({
  label: ClassId,
  suggested: ClassId,
  found: z.int().positive(),
  open: z.int().nonnegative(),
})
export type PairCount = z.infer<typeof PairCount>

/** Of the images that had a label as it was judged, how many are estimated to be of another class. */
export const ClassEstimate = z.object({
  classId: ClassId,
  images: z.int().positive(),
  wrong: z.number().nonnegative(),
})
export type ClassEstimate = z.infer<typeof ClassEstimate>

/** Images of a split that have a near-duplicate among the training images: scores on them flatter. */
export const Leak = z.object({ split: Split, images: z.int().positive() })
export type Leak = z.infer<typeof Leak>

export const CheckResult = z.object({
  /** Whose features they went by, and whether it is the active one. */
  model: ModelId,
  active: z.boolean(),
  /** ISO 8601, UTC. */
  at: z.string(),
  seconds: z.number().nonnegative(),
  images: z.int().nonnegative(),
  /** Images whose label was judged: those of a class of which there are enough. */
  judged: z.int().nonnegative(),
  /** Images whose label has changed since. */
  changedSince: z.int().nonnegative(),
  /** Images that were added since. */
  addedSince: z.int().nonnegative(),
  /** All kinds, in the order of `Finding`. */
  findings: z.array(FindingCount),
  /** The most first. */
  pairs: z.array(PairCount),
  classes: z.array(ClassEstimate),
  leaks: z.array(Leak),
})
export type CheckResult = z.infer<typeof CheckResult>

export const CheckState = z.object({
  running: CheckProgress.nullable(),
  /** Of the newest checks that were completed; null: none ever were. */
  result: CheckResult.nullable(),
})
export type CheckState = z.infer<typeof CheckState>

export const checks = {
  state: procedure.output(CheckState),
  /**
   * Begins to check all images by the active model, and answers at once; `checks-changed` tells how far it is, and
   * `findings-changed` that the result took the place of the one before. Where checks are running already, nothing happens.
   * @throws `model-unknown` where no version is active
   */
  start: procedure.output(z.void()),
  /** Ends it; the result before stays. */
  cancel: procedure.output(z.void()),
  /**
   * Label issues of one label for which one class is suggested and that nobody has answered: ids, little-endian uint32, the
   * worst first.
   */
  pair: procedure.input(z.object({ label: ClassId, suggested: ClassId })).output(Bytes),
  /** What was found of these images, whether it stands or not; those of which nothing was are left out. */
  found: procedure
    .input(z.object({ ids: z.array(ImageId).max(MAX_FOUND) }))
    .output(z.array(z.object({ id: ImageId, findings: z.array(Found).min(1) }))),
}
