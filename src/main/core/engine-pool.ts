import { availableParallelism, constants, setPriority } from 'node:os'
import type { EngineApi } from '../../shared/contract/engine.ts'
import { createEngine, type Engine, type EngineProcess, type EngineState } from './engine-client.ts'

/** Classifying processes at most: each holds TensorFlow and the models it was asked for. */
const MOST = 4

/** How many processes classify side by side here: one a core, each of one thread. */
export const PREDICTORS = Math.min(MOST, availableParallelism())

/** Starts an engine; with `threads`, of that many, else of as many as the machine has cores. */
export type StartEngine = (threads?: number) => EngineProcess

export type EnginePool = Engine & {
  /** Processes at most: so many calls are answered side by side. */
  size: number
  /** Runs `work` in every engine that is running. */
  useAll(work: (api: EngineApi) => Promise<unknown>): Promise<void>
}

/**
 * Engines that classify, apart from the one that trains, so that no photo waits for a training step. Each has one
 * thread: kernels of small images gain little from a second. They are started as they are needed; a call goes to the one
 * with the fewest under way.
 */
export function createEnginePool(start: StartEngine, onState: () => void): EnginePool {
  const engines = Array.from({ length: PREDICTORS }, () => createEngine(() => giveWay(start(1)), onState))
  return {
    size: engines.length,
    use: (work) => engines.reduce((best, one) => (one.pending() < best.pending() ? one : best)).use(work),
    async useAll(work) {
      await Promise.all(
        engines.filter((engine) => engine.pid() !== undefined).map((engine) => engine.use(work)),
      )
    },
    state: () => stateOf(engines),
    pending: () => engines.reduce((sum, engine) => sum + engine.pending(), 0),
    pid: () => engines.map((engine) => engine.pid()).find((pid) => pid !== undefined),
    stop: () => engines.forEach((engine) => engine.stop()),
  }
}

/** Of several engines together: busy if one is, stopped if none runs. */
export function stateOf(engines: Pick<Engine, 'state'>[]): EngineState {
  const states = engines.map((engine) => engine.state())
  return states.includes('busy') ? 'busy' : states.includes('idle') ? 'idle' : 'stopped'
}

/** What a person does goes first: while all cores classify, a key would else wait for its turn. */
function giveWay(engine: EngineProcess): EngineProcess {
  try {
    if (engine.pid !== undefined) setPriority(engine.pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // It has ended already, or the system won't have it: it classifies all the same.
  }
  return engine
}
