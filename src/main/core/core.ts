import { join } from 'node:path'
import type { LibraryEvent } from '../../shared/contract/library.ts'
import { createImageIndex, type ImageIndex } from './browse/image-index.ts'
import { createChecks, type Checks } from './checks/checks.ts'
import { createBackbones, type Backbones } from './backbones/backbones.ts'
import { clearPassing } from './backbones/store.ts'
import { createClasses, type Classes } from './classes/classes.ts'
import { createPixels, type Pixels } from './data/pixels.ts'
import { openFashionMnist, type ImageSet } from './datasets/fashion-mnist.ts'
import { createEngine, type Engine } from './engine-client.ts'
import { createEnginePool, stateOf, type EnginePool, type StartEngine } from './engine-pool.ts'
import { createEvents, type Events } from './events.ts'
import { createLabels, type Labels } from './labels/labels.ts'
import { checkpointBeside } from './library/checkpoints.ts'
import { openLibrary, type Library } from './library/library.ts'
import { whenOwned } from './library/owner.ts'
import { watchOthers, type Watch } from './library/watch.ts'
import { createLooks, type Looks } from './network/looks.ts'
import { createPlaces, type Places } from './network/places.ts'
import { createIntake, type Intake } from './photos/intake.ts'
import { createPhotoPool } from './photos/pool.ts'
import { createMap, type MapMaker } from './map/map.ts'
import { createPredictions, type Predictions } from './models/predictions.ts'
import { createSight, type Sight } from './models/sight.ts'
import { clearDrafts, createModelStore, type ModelStore } from './models/store.ts'
import { createNeighbours, type Neighbours } from './neighbours/neighbours.ts'
import { createReviews, type Reviews } from './reviews/reviews.ts'
import { createSets, type Sets } from './sets/sets.ts'
import { createRuns, failInterruptedRuns, type Runs } from './training/runs.ts'
import { createTraining, type Training } from './training/training.ts'
import { createViews, type Views } from './views/views.ts'

export type CoreOptions = {
  /** The library's folder; made where it isn't there. */
  folder: string
  /** What ships with the app. */
  resources: string
  /** The per-user cache, where setup puts the full dataset. */
  cache: string
  /** Which variant of the dataset, or an image set of one's own. */
  dataset?: 'auto' | 'full' | 'embedded' | ImageSet
  startEngine: StartEngine
  /** False: only what is asked for is classified (the command line). Default true. */
  background?: boolean
}

/** An open library with all that works on it. Each door opens one and mounts the router on it. */
export type Core = {
  library: Library
  events: Events
  /** Views look through it. */
  images: ImageIndex
  views: Views
  reviews: Reviews
  sets: Sets
  checks: Checks
  /** What the model's inputs look like together. */
  pixels: Pixels
  classes: Classes
  labels: Labels
  models: ModelStore
  neighbours: Neighbours
  map: MapMaker
  backbones: Backbones
  /** Trains. */
  engine: Engine
  /** Classify. */
  predictors: EnginePool
  predictions: Predictions
  photos: Intake
  sight: Sight
  /** Inside a network. */
  looks: Looks
  places: Places
  runs: Runs
  training: Training
  /** Other processes' changes. */
  others: Watch
  /** The folder of the starting points that ship. */
  starts: string
  close(): Promise<void>
}

/** @throws HaberdashError `library-…`, `dataset-…` */
export async function openCore(options: CoreOptions): Promise<Core> {
  const library = openLibrary(options.folder, () => imageSet(options))
  const events = createEvents()
  const images = createImageIndex(library)
  const neighbours = createNeighbours(library)
  events.first(neighbours.on)
  const pixels = createPixels(library, images)
  events.first((event) => follow(images, pixels, event))
  const classes = createClasses(library.db)
  const labels = createLabels(library.db)
  const models = createModelStore(library)
  const tellState = () => events.publish({ type: 'engine-changed', state: stateOf([engine, predictors]) })
  const engine = createEngine(() => options.startEngine(), tellState)
  const predictors = createEnginePool(options.startEngine, tellState)
  const map = createMap({ library, images, models, neighbours }, events)
  const sight = createSight(library, predictors)
  const predictions = createPredictions({ library, images, models }, predictors, sight, events)
  const photoPool = createPhotoPool()
  const photos = createIntake(library, photoPool)
  const checks = createChecks({ library, images, predictions, neighbours, engine, events })
  const runs = createRuns(library, events)
  const backbones = createBackbones({ library, models, runs, engine, predictors, events })
  const training = createTraining({ library, models, engine, predictors, predictions, sight, runs }, events)
  // The models that ship know the dataset's classes.
  if (library.dataset) await models.install(join(options.resources, 'models'))
  failInterruptedRuns(library, runs)
  await clearDrafts(library)
  await clearPassing(library)
  const inBackground = () => {
    // A window will ask what there is, and the first photo may come at any moment.
    const read = images.warm(() => predictions.model())
    photoPool.warm()
    return whenOwned(library.folder, () => void read.then((open) => open && predictions.work()))
  }
  const claim = options.background === false ? null : inBackground()
  const checkpoints = options.background === false ? null : checkpointBeside(library)
  const others = watchOthers(library, events, images)
  return {
    library,
    events,
    images,
    views: createViews(library.db),
    reviews: createReviews(library, images),
    sets: createSets(library),
    checks,
    pixels,
    classes,
    labels,
    models,
    neighbours,
    map,
    backbones,
    engine,
    predictors,
    predictions,
    photos,
    sight,
    looks: createLooks(library, { models, sight, engines: predictors }),
    places: createPlaces(library, photoPool),
    runs,
    training,
    others,
    starts: join(options.resources, 'starts'),
    async close() {
      others.stop()
      images.close()
      await checks.close()
      predictions.close()
      await training.close()
      await backbones.close()
      engine.stop()
      predictors.stop()
      photoPool.stop()
      map.stop()
      neighbours.stop()
      await checkpoints?.stop()
      library.close()
      claim?.release()
    },
  }
}

/** Keeps what views look through, and pictures of all images, in step with what has happened. */
function follow(images: ImageIndex, pixels: Pixels, event: LibraryEvent): void {
  if (event.type === 'images-added' || event.type === 'labels-changed') pixels.changed()
  if ('ids' in event) images.changed(event.ids)
  // Also told where another process has changed something.
  else if (event.type === 'models-changed') images.predictionsChanged()
  else if (event.type === 'classes-changed' && event.meanings) images.predictionsChanged()
}

function imageSet({ dataset, cache, resources }: CoreOptions): ImageSet {
  if (typeof dataset === 'object') return dataset
  const folders = { cache: join(cache, 'fashion-mnist'), resources: join(resources, 'fashion-mnist') }
  return openFashionMnist(folders, dataset)
}
