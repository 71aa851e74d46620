import type { ReviewId } from '../../../shared/contract/reviews.ts'
import type { ImageId } from '../../../shared/domain.ts'
import type { Core } from '../core.ts'
import type { Os } from '../routes.ts'

export function reviewsRoutes(os: Os, core: Core) {
  const { reviews, predictions, events } = core
  const changeReviews = <T>(changed: T, skipped: { id: ReviewId; ids: ImageId[] } | null = null): T => {
    events.publish({ type: 'reviews-changed', skipped })
    return changed
  }
  return {
    list: os.reviews.list.handler(() => reviews.list()),
    sizes: os.reviews.sizes.handler(({ input }) => reviews.sizes(input.filter, predictions.model())),
    begin: os.reviews.begin.handler(({ input }) => changeReviews(reviews.begin(input, predictions.model()))),
    items: os.reviews.items.handler(({ input }) => new Blob([reviews.items(input.id, input.ids)])),
    skip: os.reviews.skip.handler(({ input: { id, ids, on } }) =>
      changeReviews({ changed: reviews.skip(id, ids, on) }, { id, ids }),
    ),
    errorRate: os.reviews.errorRate.handler(({ input }) => reviews.errorRate(input.id)),
    remove: os.reviews.remove.handler(({ input: { id } }) => {
      reviews.remove(id)
      return changeReviews({ removed: id })
    }),
  }
}
