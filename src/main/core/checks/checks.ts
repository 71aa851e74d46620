import type { CheckProgress, CheckState } from '../../../shared/contract/checks.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Manifest } from '../models/manifest.ts'
import { tell as sentenceOf } from '../routes.ts'
import { paceOf } from './pace.ts'
import { checkResult } from './result.ts'
import { replaceFindings } from './save.ts'
import { runChecks, type Parts } from './run.ts'

/** How often windows hear how far the checks are, milliseconds. */
const TELL_EVERY = 250

/** The checks of a library: one at a time in this process. */
export type Checks = {
  state(): CheckState
  /** @throws HaberdashError `model-unknown` where no version is active */
  start(): void
  cancel(): void
  /** Ends what is under way, and waits for it. */
  close(): Promise<void>
}

export function createChecks(parts: Parts): Checks {
  const { library, predictions, events } = parts
  let running: { ending: AbortController; ended: Promise<void>; progress: CheckProgress } | null = null
  const tell = (problem: string | null = null) =>
    events.publish({ type: 'checks-changed', running: running?.progress ?? null, problem })

  async function run(model: Manifest, ending: AbortController): Promise<void> {
    let told = 0
    const pace = paceOf()
    const found = await runChecks(parts, model, ending.signal, (stage, share) => {
      if (running) running.progress = pace(stage, share)
      const now = performance.now()
      if (now - told < TELL_EVERY) return
      told = now
      tell()
    })
    ending.signal.throwIfAborted()
    await library.db.commit(() => replaceFindings(library.db.write, found))
  }

  return {
    state: () => ({
      running: running?.progress ?? null,
      result: checkResult(library.db.read, predictions.model()?.id ?? null),
    }),
    start() {
      if (running) return
      const model = predictions.model()
      if (!model) throw noModel()
      const ending = new AbortController()
      const end = (problem: string | null) => {
        running = null
        tell(problem)
      }
      // Known as running before it says how far it is.
      const ended = Promise.resolve()
        .then(() => run(model, ending))
        .then(
          () => (end(null), events.publish({ type: 'findings-changed' })),
          (error: unknown) => end(ending.signal.aborted ? null : sentenceOf(library, error).message),
        )
      running = { ending, ended, progress: { stage: 'describing', share: 0, overall: 0, secondsLeft: null } }
      tell()
    },
    cancel: () => running?.ending.abort(),
    async close() {
      running?.ending.abort()
      await running?.ended
    },
  }
}

const noModel = () =>
  new HaberdashError('model-unknown', 'There is no model yet whose features the checks could go by.', {
    todo: 'Label photos of at least two classes and fine-tune, then check the labels.',
  })
