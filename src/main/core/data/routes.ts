import type { Core } from '../core.ts'
import { tell, type Os } from '../routes.ts'
import { changedImage, changingRecipes } from './changes.ts'
import { drawEach } from './draw.ts'
import { photoSizes } from './sizes.ts'

export function dataRoutes(os: Os, { library, images, pixels, predictors }: Core) {
  return {
    counts: os.data.counts.handler(() => images.classCounts()),
    draw: os.data.draw.handler(({ input }) => drawEach(images.byLabel(input.splits), input.most, input.seed)),
    pixels: os.data.pixels.handler(async function* ({ input, signal }) {
      try {
        yield* pixels.of(input.splits, signal)
      } catch (error) {
        throw tell(library, error)
      }
    }),
    means: os.data.means.handler(
      async ({ input }) => new Blob([await pixels.means(input.splits, input.labels)]),
    ),
    sizes: os.data.sizes.handler(async ({ input }) => {
      const { formats, photos } = await photoSizes(library, input.splits)
      return { formats, photos: new Blob([photos]) }
    }),
    recipes: os.data.recipes.handler(() => changingRecipes(library)),
    changed: os.data.changed.handler(
      async ({ input }) => new Blob([await changedImage(library, predictors, input)]),
    ),
  }
}
