import { RPCHandler } from '@orpc/server/message-port'
import { fromProcess, type IpcPort } from '../../shared/ipc-port.ts'
import { createEngineRouter } from './router.ts'

// The engine's process. It speaks to main alone: over Electron's parent port, or over the IPC channel of a fork.

const { parentPort } = process as unknown as { parentPort?: IpcPort }

if (!parentPort && !process.send) {
  process.stderr.write('This is the engine of Haberdash. The app starts it; it does nothing on its own.\n')
  process.exit(2)
}

// Gone with its parent, however that ended. (Electron ends its utility processes itself.)
process.on('disconnect', () => process.exit(0))
// Ctrl-C in a terminal reaches the whole group of processes; it is for main to end the engine in order.
process.on('SIGINT', () => {})

new RPCHandler(createEngineRouter()).upgrade(parentPort ?? fromProcess(process))
