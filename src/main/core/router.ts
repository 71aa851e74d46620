import { implement } from '@orpc/server'
import type { LabelAction } from '../../shared/contract/labels.ts'
import { contract } from '../../shared/contract/index.ts'
import { isForeseen, toOrpcError } from '../../shared/error-mapping.ts'
import { HaberdashError } from '../../shared/errors.ts'
import { imageDetail } from './browse/detail.ts'
import { datasetPixels } from './browse/pixels.ts'
import { imageRows } from './browse/rows.ts'
import { thumbnails } from './browse/thumbnails.ts'
import type { Core } from './core.ts'
import type { Libraries } from './libraries/libraries.ts'
import { asDiskFull } from './library/files.ts'
import { libraryInfo } from './library/info.ts'
import { compare } from './models/compare.ts'
import { exportFiles } from './models/export.ts'
import { noneWithoutEngine } from './models/none-without-engine.ts'
import { evaluate, type Classify } from './models/scoring.ts'
import { classifyPhoto } from './photos/classify.ts'
import { fixPhoto } from './photos/fix.ts'
import { flag } from './labels/flags.ts'
import { createFixPreviews } from './photos/preview-fix.ts'
import type { Kept } from './views/views.ts'
import { photoJob } from './training/photo-job.ts'
import { ownNoGarment, withNoGarment } from './training/no-garment.ts'
import { fineTuneJob, resumeJob, trainJob } from './training/job.ts'
import { countTrainable } from './training/selection.ts'

/**
 * The contract, implemented once: every door mounts this.
 * @param libraries those that can be opened from here; without them, this one alone
 */
export function createRouter(core: Core, libraries?: Libraries) {
  const { library, images, classes, labels, models, backbones, predictors, predictions, photos } = core
  const { views, reviews, runs, training, events } = core
  const { read } = library.db
  const previews = createFixPreviews(library)
  const tell = (error: unknown) => {
    const told = asDiskFull(error)
    if (isForeseen(told)) return toOrpcError(told)
    // What is cut short by closing the library is no defect.
    if (!library.db.write.open) return toOrpcError(libraryClosed(error))
    process.stderr.write(`${told instanceof Error ? told.stack : String(told)}\n`)
    return toOrpcError(told)
  }
  const os = implement(contract).use(async ({ next }) => {
    try {
      return await next()
    } catch (error) {
      throw tell(error)
    }
  })
  const changeClasses = <T>(changed: T): T => {
    events.publish({ type: 'classes-changed', meanings: false })
    return changed
  }
  const changeLabels = (action: LabelAction, window: string | null = null): LabelAction => {
    if (action.removed) events.publish({ type: 'classes-changed', meanings: true })
    events.publish({ type: 'labels-changed', ids: action.ids, event: action.event, window })
    // A model whose classes were all taken away has lost its answers, and may know one again.
    if (action.removed) predictions.all()
    return action
  }
  const changeViews = <T>(changed: T): T => {
    events.publish({ type: 'views-changed' })
    return changed
  }
  const changeReviews = <T>(changed: T): T => {
    events.publish({ type: 'reviews-changed' })
    return changed
  }
  const counted = (view: Kept) => ({ ...view, images: images.count(view.filter, predictions.model()) })
  const fineTune = (seed: number) => {
    const job = fineTuneJob(library, models, seed)
    return withNoGarment(job, core.starts, library.input, ownNoGarment(library))
  }
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
    classes: {
      list: os.classes.list.handler(() => classes.list()),
      add: os.classes.add.handler(({ input }) => changeClasses(classes.add(input.name))),
      rename: os.classes.rename.handler(({ input }) => changeClasses(classes.rename(input.id, input.name))),
      recolour: os.classes.recolour.handler(({ input }) =>
        changeClasses(classes.recolour(input.id, input.color)),
      ),
      setKey: os.classes.setKey.handler(({ input }) => changeClasses(classes.setKey(input.id, input.key))),
      reorder: os.classes.reorder.handler(({ input }) => changeClasses(classes.reorder(input.ids))),
      merge: os.classes.merge.handler(({ input }) => changeLabels(labels.removeClass(input.id, input.into))),
      remove: os.classes.remove.handler(({ input }) =>
        changeLabels(labels.removeClass(input.id, input.into)),
      ),
    },
    browse: {
      view: os.browse.view.handler(({ input }) => new Blob([images.view(input, predictions.model())])),
      counts: os.browse.counts.handler(({ input }) =>
        input.filters.map((filter) => images.count(filter, predictions.model())),
      ),
      without: os.browse.without.handler(({ input }) => images.without(input.filter, predictions.model())),
      thumbnails: os.browse.thumbnails.handler(
        async ({ input }) => new Blob([await thumbnails(library, input.ids)]),
      ),
      rows: os.browse.rows.handler(({ input }) => imageRows(read, input.ids, predictions.model())),
      pixels: os.browse.pixels.handler(
        ({ input }) => new Blob([datasetPixels(read, library.dataset, input.ids)]),
      ),
      detail: os.browse.detail.handler(({ input }) => imageDetail(read, predictions, input.id)),
    },
    views: {
      list: os.views.list.handler(() => views.list().map(counted)),
      save: os.views.save.handler(({ input: { name, ...spec } }) =>
        changeViews(counted(views.save(name, spec))),
      ),
      rename: os.views.rename.handler(({ input }) =>
        changeViews(counted(views.rename(input.id, input.name))),
      ),
      remove: os.views.remove.handler(({ input: { id } }) => {
        views.remove(id)
        return changeViews({ removed: id })
      }),
    },
    reviews: {
      list: os.reviews.list.handler(() => reviews.list()),
      sizes: os.reviews.sizes.handler(({ input }) => reviews.sizes(input.filter, predictions.model())),
      begin: os.reviews.begin.handler(({ input }) =>
        changeReviews(reviews.begin(input, predictions.model())),
      ),
      items: os.reviews.items.handler(({ input }) => new Blob([reviews.items(input.id)])),
      skip: os.reviews.skip.handler(({ input: { id, ids, on } }) => changeReviews(reviews.skip(id, ids, on))),
      errorRate: os.reviews.errorRate.handler(({ input }) => reviews.errorRate(input.id)),
      remove: os.reviews.remove.handler(({ input: { id } }) => {
        reviews.remove(id)
        return changeReviews({ removed: id })
      }),
    },
    photos: {
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
        events.publish({ type: 'predictions-changed', ids: [id] })
        predictions.first([id])
      }),
      previewFix: os.photos.previewFix.handler(({ input }) => previews.of(input.id, input.fix)),
      classifyFix: os.photos.classifyFix.handler(({ input: { id, fix } }) =>
        predictions.ofPicture((spec) => previews.input(id, fix, spec)).catch(noneWithoutEngine),
      ),
      classify: os.photos.classify.handler(async ({ input }) => classifyPhoto(core, input.file, input)),
    },
    labels: {
      set: os.labels.set.handler(({ input: { ids, classId, by, seen, window } }) =>
        changeLabels(labels.set(ids, classId, { by, ...(seen !== undefined && { seen }) }), window),
      ),
      overtaken: os.labels.overtaken.handler(({ input }) => labels.overtaken(input.ids, input.seen)),
      undo: os.labels.undo.handler(({ input }) => changeLabels(labels.undo(input.actionId), input.window)),
      redo: os.labels.redo.handler(({ input }) => changeLabels(labels.redo(), input.window)),
      flag: os.labels.flag.handler(({ input }) => {
        const ids = flag(library.db, input.ids, input.on)
        if (ids.length > 0) events.publish({ type: 'flags-changed', ids })
        return { ids }
      }),
    },
    models: {
      list: os.models.list.handler(() => models.list()),
      activate: os.models.activate.handler(({ input }) => {
        const version = models.activate(input.id)
        events.publish({ type: 'models-changed' })
        predictions.all()
        return version
      }),
      annotate: os.models.annotate.handler(({ input }) => {
        const version = models.annotate(input.id, input.note)
        events.publish({ type: 'models-changed' })
        return version
      }),
      remove: os.models.remove.handler(async ({ input: { id } }) => {
        const running = training.running()
        if (running !== null && runs.get(running).parent === id) {
          throw new HaberdashError(
            'model-in-use',
            `A training run starts from ${id}, so it can't be removed now.`,
            {
              todo: 'Wait for the run to end, or cancel it.',
            },
          )
        }
        await models.remove(id)
        await predictors.useAll((api) => api.release({ folder: models.folder(id) }))
        events.publish({ type: 'models-changed' })
        return { removed: id }
      }),
      export: os.models.export.handler(async ({ input: { id, format } }) => ({
        files: await exportFiles(core, id, format),
      })),
      compare: os.models.compare.handler(async function* ({ input, signal }) {
        try {
          yield* compare(core, input, signal)
        } catch (error) {
          // What an iterator throws, it throws after the middleware is done. Nobody hears of one that was cancelled.
          if (!signal?.aborted) throw tell(error)
        }
      }),
      classifyAgain: os.models.classifyAgain.handler(() => predictions.again()),
      evaluate: os.models.evaluate.handler(({ input }) => {
        const model = input.id === undefined ? models.active() : models.get(input.id)
        if (!model) throw new HaberdashError('model-unknown', 'There is no active model to score.')
        const classify: Classify = (inputs, count) => predictions.run(models.folder(model.id), inputs, count)
        return evaluate(library, model, input.split, { sight: core.sight, classify })
      }),
    },
    backbones: {
      list: os.backbones.list.handler(() => backbones.list()),
      send: os.backbones.send.handler(({ input: { upload, file, piece } }) =>
        backbones.send(upload, file, piece),
      ),
      add: os.backbones.add.handler(async function* ({ input, signal }) {
        try {
          yield* backbones.add(input, signal)
        } catch (error) {
          if (!signal?.aborted) throw tell(error)
        }
      }),
      remove: os.backbones.remove.handler(async ({ input: { name } }) => {
        await backbones.remove(name)
        return { removed: name }
      }),
    },
    training: {
      ready: os.training.ready.handler(() => ({ ...countTrainable(library), running: training.running() })),
      fineTune: os.training.fineTune.handler(({ input }) =>
        training.start(() =>
          library.template === 'photos' || input.backbone !== undefined
            ? photoJob(core, input)
            : fineTune(input.seed),
        ),
      ),
      train: os.training.train.handler(({ input }) =>
        training.start(() => trainJob(library, input.recipe, input.changes, input.seed)),
      ),
      pause: os.training.pause.handler(({ input }) => training.pause(input.id, true)),
      resume: os.training.resume.handler(({ input }) =>
        runs.get(input.id).paused
          ? training.pause(input.id, false)
          : training.start(() => resumeJob(library, runs, input.id)),
      ),
      watch: os.training.watch.handler(({ input, signal }) => runs.watch(input.id, signal)),
      cancel: os.training.cancel.handler(({ input }) => training.cancel(input.id)),
      runs: os.training.runs.handler(() => runs.list()),
    },
  })
}

const libraryClosed = (cause: unknown) =>
  new HaberdashError('library-closed', 'This library was closed meanwhile.', { cause })

export type AppRouter = ReturnType<typeof createRouter>
