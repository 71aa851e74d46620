import { HaberdashError } from '../../shared/errors.ts'
import { backbonesRoutes } from './backbones/routes.ts'
import { browseRoutes } from './browse/routes.ts'
import { checksRoutes } from './checks/routes.ts'
import { classesRoutes } from './classes/routes.ts'
import type { Core } from './core.ts'
import { dataRoutes } from './data/routes.ts'
import { labelsRoutes } from './labels/routes.ts'
import type { Libraries } from './libraries/libraries.ts'
import { libraryInfo } from './library/info.ts'
import { mapRoutes } from './map/routes.ts'
import { modelsRoutes } from './models/routes.ts'
import { neighboursRoutes } from './neighbours/routes.ts'
import { networkRoutes } from './network/routes.ts'
import { photosRoutes } from './photos/routes.ts'
import { resultsRoutes } from './results/routes.ts'
import { reportRoutes } from './report/routes.ts'
import { reviewsRoutes } from './reviews/routes.ts'
import { createOs } from './routes.ts'
import { setsRoutes } from './sets/routes.ts'
import { trainingRoutes } from './training/routes.ts'
import { viewsRoutes } from './views/routes.ts'

/**
 * The contract, implemented once: every door mounts this.
 * @param libraries those that can be opened from here; without them, this one alone
 */
export function createRouter(core: Core, libraries?: Libraries) {
  const { library, images, labels, models, predictions, events } = core
  const os = createOs(library)
  const beside = () => {
    if (libraries) return libraries
    throw new HaberdashError('wrong-usage', 'No other library can be opened from here.')
  }
  return os.router({
    libraries: {
      list: os.libraries.list.handler(() => beside().list()),
      check: os.libraries.check.handler(({ input }) => beside().check(input)),
      create: os.libraries.create.handler(({ input }) => beside().create(input)),
      open: os.libraries.open.handler(({ input }) => beside().open(input.id)),
    },
    library: {
      info: os.library.info.handler(() => libraryInfo(library, images, labels, models, predictions)),
      events: os.library.events.handler(({ signal }) => events.stream(signal)),
    },
    classes: classesRoutes(os, core),
    checks: checksRoutes(os, core),
    browse: browseRoutes(os, core),
    views: viewsRoutes(os, core),
    photos: photosRoutes(os, core),
    labels: labelsRoutes(os, core),
    results: resultsRoutes(os, core),
    report: reportRoutes(os, core),
    reviews: reviewsRoutes(os, core),
    sets: setsRoutes(os, core),
    data: dataRoutes(os, core),
    models: modelsRoutes(os, core),
    map: mapRoutes(os, core),
    neighbours: neighboursRoutes(os, core),
    network: networkRoutes(os, core),
    backbones: backbonesRoutes(os, core),
    training: trainingRoutes(os, core),
  })
}

export type AppRouter = ReturnType<typeof createRouter>
