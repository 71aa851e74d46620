import { RPCHandler } from '@orpc/server/message-port'
import { ipcMain, MessageChannelMain } from 'electron'
import type { AppRouter } from '../core/router.ts'
import { ORIGIN } from './protocol.ts'

/**
 * Gives each page that asks a port to the contract; whoever is not our page gets none. A port keeps the library it began
 * with.
 */
export function servePorts(router: () => AppRouter): void {
  ipcMain.on('ready', (event) => {
    if (!event.senderFrame?.url.startsWith(`${ORIGIN}/`)) return
    const { port1, port2 } = new MessageChannelMain()
    new RPCHandler(router()).upgrade(port1)
    port1.start()
    event.senderFrame.postMessage('port', null, [port2])
  })
}
