import type { Core } from '../core.ts'
import type { Os } from '../routes.ts'
import { fineTuneJob, resumeJob, trainJob } from './job.ts'
import { ownNoGarment, withNoGarment } from './no-garment.ts'
import { photoJob } from './photo-job.ts'
import { countTrainable } from './selection.ts'

export function trainingRoutes(os: Os, core: Core) {
  const { library, models, runs, training } = core
  const fineTune = (seed: number) => {
    const job = fineTuneJob(library, models, seed)
    return withNoGarment(job, core.starts, library.input, ownNoGarment(library))
  }
  return {
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
  }
}
