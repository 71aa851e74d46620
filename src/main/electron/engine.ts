import { utilityProcess } from 'electron'
import { fromUtilityProcess } from '../../shared/ipc-port.ts'
import type { EngineProcess } from '../core/engine-client.ts'
import { engineEnvironment } from '../engine-environment.ts'
import { places } from '../places.ts'

/** Starts the engine as a utility process of Electron's: its own process, ended with the app. */
export function startUtilityEngine(threads?: number): EngineProcess {
  const env = engineEnvironment(threads)
  const child = utilityProcess.fork(places.engine, [], {
    serviceName: 'Haberdash engine',
    stdio: 'inherit',
    env,
  })
  return {
    get pid() {
      return child.pid
    },
    port: fromUtilityProcess(child),
    onExit: (listener) => child.once('exit', listener),
    kill: () => child.kill(),
  }
}
