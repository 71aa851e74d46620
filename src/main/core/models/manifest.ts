import { z } from 'zod'
import { InputSpec, ModelId, Scores } from '../../../shared/domain.ts'
import { UsedBackbone } from '../../../shared/contract/backbone.ts'
import { EpochPoint } from '../../../shared/contract/training.ts'

/** haberdash.json: what a model version carries beside its topology and weights. */
export const Manifest = z.object({
  format: z.literal(1),
  id: ModelId,
  parent: ModelId.nullable(),
  /** The recipe's name, and every knob it ran with. */
  recipe: z.looseObject({ name: z.string().max(100) }),
  seed: z.int(),
  input: InputSpec,
  /**
   * The backbone of its library that it sees through; absent where it sees pictures itself. Its network is then a head: it
   * takes that one's features.
   */
  backbone: UsedBackbone.optional(),
  /** Class names, in the order of the model's outputs. */
  classes: z.array(z.string().min(1).max(200)).min(2).max(200),
  /** SHA-256 of the training inputs followed by their labels. */
  dataFingerprint: z.string(),
  /** The newest label event it was trained with; absent for a model that ships. */
  lastLabelEvent: z.int().optional(),
  /**
   * The variant of the dataset whose validation images (training/split.ts) it was validated on and has never learnt
   * from; absent where it has none.
   */
  validatedOn: z.enum(['full', 'embedded']).optional(),
  /**
   * Images that were set aside while it learnt, to choose its epoch and to set its confidences by: 0 where it has learnt all
   * there were. Absent in versions from before this was kept.
   */
  aside: z.int().nonnegative().optional(),
  createdAt: z.iso.datetime(),
  parameters: z.int().positive(),
  /** Confidences are softmax(logits / temperature); fitted on validation images (Guo et al. 2017). */
  temperature: z.number().positive().default(1),
  /** Below this confidence the model is not sure, null: it never is; fitted on validation images, else 0. */
  threshold: z.number().min(0).max(1).nullable().default(0),
  scores: Scores,
  /** The parent's scores on the same images. */
  before: Scores.nullable(),
  curve: z.array(EpochPoint),
})
export type Manifest = z.infer<typeof Manifest>
