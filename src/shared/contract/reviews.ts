import { z } from 'zod'
import { ImageId } from '../domain.ts'
import { Filter } from './browse.ts'
import { Bytes, procedure } from './common.ts'

export const ReviewId = z.int().positive().brand<'ReviewId'>()
export type ReviewId = z.infer<typeof ReviewId>

/**
 * What a person goes through, image by image. `doubtful`: least sure first; `disagreements`: prediction differs from label,
 * most suspicious first; `sample`: of what has a label, drawn at random, to estimate how many are wrong; `imported`: photos,
 * newest first; the last four: what the checks found, the worst first. But for the sample and what was found, what a person
 * has labelled or confirmed is left out.
 */
export const ReviewKind = z.enum([
  ...(['doubtful', 'disagreements', 'sample', 'imported'] as const),
  ...(['label-issues', 'near-duplicates', 'outliers', 'poor-pictures'] as const),
])
export type ReviewKind = z.infer<typeof ReviewKind>

export const MAX_REVIEW = 100_000

export const Review = z.object({
  id: ReviewId,
  kind: ReviewKind,
  /** ISO 8601, UTC. */
  beganAt: z.string(),
  images: z.int().positive(),
  /** Labelled, confirmed or accepted since it began; what is undone is open again. */
  done: z.int().nonnegative(),
  /** Of those, images that kept the label they had as it began. */
  confirmed: z.int().nonnegative(),
  /** Of those, images that had none then. */
  newlyLabelled: z.int().nonnegative(),
  /** Put aside, and not labelled since. */
  skipped: z.int().nonnegative(),
})
export type Review = z.infer<typeof Review>

/** How many of the labels are wrong, by those of a random sample that were looked at. */
export const ErrorRate = z.object({
  looked: z.int().nonnegative(),
  /** Of those, labels that the person changed. */
  wrong: z.int().nonnegative(),
  /** What the sample was drawn from. */
  of: z.int().nonnegative(),
  /** 95 % Wilson score interval of the share that is wrong; null where none was looked at. */
  interval: z.tuple([z.number().min(0).max(1), z.number().min(0).max(1)]).nullable(),
})
export type ErrorRate = z.infer<typeof ErrorRate>

export const reviews = {
  /** Newest first. */
  list: procedure.output(z.array(Review)),
  /** How many images each kind would have, within the filter. */
  sizes: procedure.input(z.object({ filter: Filter })).output(z.record(ReviewKind, z.int().nonnegative())),
  /**
   * Settles the images of a new review, `size` at most, of those that fit `filter`. What changes later does not move them.
   * @throws `nothing-to-review`
   */
  begin: procedure
    .input(
      z.object({
        kind: ReviewKind,
        filter: Filter,
        size: z.int().min(1).max(MAX_REVIEW),
        /** Of a sample. */
        seed: z.int().min(0).max(0xffffffff),
      }),
    )
    .output(Review),
  /**
   * Its images in order, or those of `ids` alone: little-endian, for each a uint32, the id, and after all of these a byte
   * for each: 0 open, 1 done, 2 skipped. @throws `review-unknown`
   */
  items: procedure
    .input(z.object({ id: ReviewId, ids: z.array(ImageId).max(1000).optional() }))
    .output(Bytes),
  /** Puts images aside without a label, or takes that back; answers how many that changed. @throws `review-unknown` */
  skip: procedure
    .input(z.object({ id: ReviewId, ids: z.array(ImageId).min(1).max(1000), on: z.boolean() }))
    .output(z.object({ changed: z.int().nonnegative() })),
  /** Of a sample. @throws `review-unknown`, `wrong-usage` for another kind */
  errorRate: procedure.input(z.object({ id: ReviewId })).output(ErrorRate),
  /** Forgets the list; the labels stay. */
  remove: procedure.input(z.object({ id: ReviewId })).output(z.object({ removed: ReviewId })),
}
