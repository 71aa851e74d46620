import type { ClientContext, ClientLink } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'

/** What a door tells: a link when the core can be reached, and that it is gone. */
export type DoorEvents = {
  up: (link: ClientLink<ClientContext>) => void
  down: (reason: 'gone' | 'refused') => void
}
export type Door = (events: DoorEvents) => void

const FIRST_DELAY = 250
const LONGEST_DELAY = 5_000

/** Electron: the preload hands over a port to main; a new one replaces it. */
export const electronDoor: Door = ({ up, down }) => {
  window.addEventListener('message', (event) => {
    const port = event.data === 'haberdash-port' && event.source === window ? event.ports[0] : undefined
    if (!port) return
    port.addEventListener('close', () => down('gone'))
    up(new PortLink({ port }))
    port.start()
  })
  window.postMessage('haberdash-ready', '*')
}

/** A refused WebSocket looks like an absent server; asking for the page itself tells the two apart. */
async function isRefused(): Promise<boolean> {
  try {
    const { status } = await fetch('/', { method: 'HEAD' })
    return status === 401 || status === 403
  } catch {
    return false
  }
}

/** Browser: a WebSocket to the server the page came from, opened again with growing pauses when it closes. */
export const browserDoor: Door = ({ up, down }) => {
  const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/rpc`
  let delay = FIRST_DELAY

  function connect() {
    const websocket = new WebSocket(url)
    let opened = false
    websocket.addEventListener('open', () => {
      opened = true
      delay = FIRST_DELAY
      up(link)
    })
    // Registered before the link's own listener, so that the link is known to be dead when it rejects its calls.
    websocket.addEventListener('close', () => {
      down('gone')
      if (!opened) void isRefused().then((refused) => refused && down('refused'))
      setTimeout(connect, delay)
      delay = Math.min(delay * 2, LONGEST_DELAY)
    })
    const link = new SocketLink({ websocket })
  }
  connect()
}

export const chooseDoor = (): Door => (navigator.userAgent.includes('Electron') ? electronDoor : browserDoor)
