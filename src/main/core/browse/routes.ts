import type { Core } from '../core.ts'
import type { Os } from '../routes.ts'
import { imageDetail } from './detail.ts'
import { datasetPixels } from './pixels.ts'
import { imageRows } from './rows.ts'
import { thumbnails } from './thumbnails.ts'

export function browseRoutes(os: Os, core: Core) {
  const { library, images, predictions } = core
  const { read } = library.db
  return {
    view: os.browse.view.handler(({ input }) => new Blob([images.view(input, predictions.model())])),
    without: os.browse.without.handler(({ input }) => images.without(input.filter, predictions.model())),
    thumbnails: os.browse.thumbnails.handler(
      async ({ input }) => new Blob([await thumbnails(library, input.ids)]),
    ),
    rows: os.browse.rows.handler(({ input }) => imageRows(read, input.ids, predictions.model())),
    pixels: os.browse.pixels.handler(
      ({ input }) => new Blob([datasetPixels(read, library.dataset, input.ids)]),
    ),
    detail: os.browse.detail.handler(({ input }) => imageDetail(read, predictions, input.id)),
  }
}
