import type { Core } from '../core.ts'
import { noneWithoutEngine } from '../models/none-without-engine.ts'
import type { Os } from '../routes.ts'
import { classifyPhoto } from './classify.ts'
import { fixPhoto } from './fix.ts'
import { createFixPreviews } from './preview-fix.ts'

export function photosRoutes(os: Os, core: Core) {
  const { library, photos, predictions, labels, events, pixels } = core
  const previews = createFixPreviews(library)
  return {
    add: os.photos.add.handler(async ({ input }) => {
      const added = await photos.add(input.file, input)
      if (!added.duplicate) {
        events.publish({ type: 'images-added', ids: [added.id] })
        predictions.first([added.id])
      } else if (added.labelledNow) {
        events.publish({
          ...{ type: 'labels-changed', ids: [added.id] },
          ...{ event: labels.latestEvent(), window: null },
        })
      }
      return added
    }),
    fix: os.photos.fix.handler(async ({ input: { id, fix } }) => {
      await fixPhoto(library, id, fix)
      pixels.changed()
      events.publish({ type: 'predictions-changed', ids: [id] })
      predictions.first([id])
    }),
    previewFix: os.photos.previewFix.handler(({ input }) => previews.of(input.id, input.fix)),
    classifyFix: os.photos.classifyFix.handler(({ input: { id, fix } }) =>
      predictions.ofPicture((spec) => previews.input(id, fix, spec)).catch(noneWithoutEngine),
    ),
    classify: os.photos.classify.handler(async ({ input }) => classifyPhoto(core, input.file, input)),
  }
}
