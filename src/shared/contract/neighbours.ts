import { z } from 'zod'
import { ImageId } from '../domain.ts'
import { procedure } from './common.ts'

/** At most this many images that are like one. */
export const MAX_SIMILAR = 1000

export const neighbours = {
  /**
   * The images most similar to one by the active model's features (cosine), exactly: itself first, then the most similar
   * first. `similarities`: of each, -1 to 1.
   */
  similar: procedure
    .input(z.object({ id: ImageId, count: z.int().min(1).max(MAX_SIMILAR).default(100) }))
    .output(z.object({ ids: z.array(ImageId), similarities: z.array(z.number().min(-1).max(1)) })),
}
