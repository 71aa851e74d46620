import { ReviewKind } from '../../../../shared/contract/reviews.ts'
import type { Command } from '../commands/commands.svelte.ts'
import type { App } from '../shell/app.svelte.ts'
import { TITLES } from './words.ts'

/** What is pressed while one goes through images. */
export function reviewCommands(app: App): Command[] {
  const { review } = app
  const sitting = () => app.place === 'review' && review.info !== null
  const atImage = () => sitting() && review.targets().length > 0
  const command = (id: string, title: string, key: string, run: () => void, enabled = atImage): Command => ({
    ...{ id: `review-${id}`, title, group: 'Review', keys: [key], run, enabled },
  })
  return [
    ...ReviewKind.options.map((kind): Command => ({
      ...{ id: `begin-${kind}`, title: `Begin a review: ${TITLES[kind]}`, group: 'Review', keys: [] },
      run: () => void app.beginReview(kind),
    })),
    command('skip', 'Skip the image, or take it up again', 's', () => void review.skip()),
    command('next', 'Next image', 'ArrowRight', () => review.walk.step(1)),
    command('previous', 'Previous image', 'ArrowLeft', () => review.walk.step(-1), sitting),
    command(
      'twin',
      'Show the near-duplicate large',
      'Shift+Space',
      () => (review.twinZoomed = !review.twinZoomed),
      () => sitting() && review.twinId !== undefined,
    ),
    command('result', 'What came of the review so far', 'e', () => review.walk.showResult()),
    command(
      'leave',
      'Leave the review',
      'Escape',
      () => review.leave(),
      () => sitting() && !review.zoomed && !review.twinZoomed,
    ),
  ]
}
