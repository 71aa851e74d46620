import { fork } from 'node:child_process'
import { fromProcess } from '../shared/ipc-port.ts'
import type { EngineProcess } from './core/engine-client.ts'
import { engineEnvironment } from './engine-environment.ts'
import { places } from './places.ts'

/** Characters of the engine's last words that are kept. */
const LAST_WORDS = 8192

/**
 * Starts the engine as a child of this Node process. TensorFlow talks to its own developers on stderr whatever it is
 * told, so what the engine prints is shown only when it has crashed.
 */
export function forkEngine(threads?: number): EngineProcess {
  const env = engineEnvironment(threads)
  const stdio = ['ignore', 'ignore', 'pipe', 'ipc'] as const
  const child = fork(places.engine, { serialization: 'advanced', stdio: [...stdio], env })
  let words = ''
  child.stderr?.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-LAST_WORDS)))
  child.once('exit', (code) => {
    if (code) process.stderr.write(words)
  })
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
