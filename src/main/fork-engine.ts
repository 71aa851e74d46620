import { fork } from 'node:child_process'
import { fromProcess } from '../shared/ipc-port.ts'
import type { EngineProcess } from './core/engine-client.ts'
import { places } from './places.ts'

/** Starts the engine as a child of this Node process. What it prints goes to stderr, so stdout stays the program's. */
export function forkEngine(): EngineProcess {
  const child = fork(places.engine, { serialization: 'advanced', stdio: ['ignore', 2, 2, 'ipc'] })
  return {
    pid: child.pid,
    port: fromProcess(child),
    onExit: (listener) => {
      child.once('exit', listener)
      child.once('error', listener)
    },
    kill: () => child.kill('SIGKILL'),
  }
}
