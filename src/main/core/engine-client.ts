import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { EngineApi } from '../../shared/contract/engine.ts'
import { fromOrpcError } from '../../shared/error-mapping.ts'
import { HaberdashError } from '../../shared/errors.ts'

/** A started engine process, as each door can give it (child_process.fork, Electron's utilityProcess). */
export type EngineProcess = {
  pid: number | undefined
  /** Electron's MessagePortMain shape; tells 'message' with `{ data }` and 'close'. */
  port: {
    on(event: string, listener: (event?: { data: unknown }) => void): void
    postMessage(data: unknown): void
  }
  onExit(listener: () => void): void
  kill(): void
}

export type EngineState = 'idle' | 'busy' | 'stopped'

export type Engine = {
  /**
   * Runs `work` against the engine, starting it where it isn't running. When the process ends first, this rejects.
   * @throws HaberdashError `engine-stopped`, or whatever the engine answered
   */
  use<T>(work: (api: EngineApi) => Promise<T>): Promise<T>
  state(): EngineState
  /** Calls under way. */
  pending(): number
  /** Process id of the running engine. */
  pid(): number | undefined
  stop(): void
}

type Running = { process: EngineProcess; api: EngineApi; gone: Promise<never> }

/** Owns the engine process: started at the first call, started anew at the first call after it has ended. */
export function createEngine(start: () => EngineProcess, onState: () => void): Engine {
  let running: Running | null = null
  let pending = 0
  let stopped = false
  const state = (): EngineState => (running === null ? 'stopped' : pending > 0 ? 'busy' : 'idle')
  const ensure = (): Running => {
    if (stopped) throw engineStopped()
    if (running) return running
    const child = start()
    const gone = new Promise<never>((_, reject) => {
      const ended = () => {
        if (running?.process === child) running = null
        reject(engineStopped())
        onState()
      }
      // Before oRPC's own listener, so that callers hear this sentence and not its "queue was closed".
      child.port.on('close', ended)
      child.onExit(ended)
    })
    // Nobody may be waiting when it ends; that is no unhandled rejection.
    gone.catch(() => {})
    running = { process: child, api: createORPCClient(new RPCLink({ port: child.port })), gone }
    return running
  }
  return {
    async use(work) {
      const { api, gone } = ensure()
      if (pending++ === 0) onState()
      try {
        return await Promise.race([work(api), gone])
      } catch (error) {
        throw fromOrpcError(error)
      } finally {
        if (--pending === 0) onState()
      }
    },
    state,
    pending: () => pending,
    pid: () => running?.process.pid,
    stop() {
      stopped = true
      running?.process.kill()
    },
  }
}

const engineStopped = () =>
  new HaberdashError('engine-stopped', 'The engine stopped in the middle of this.', {
    todo: 'It is started again by itself. Run this again.',
  })
