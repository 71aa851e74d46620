import { RPCHandler } from '@orpc/server/ws'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'
import { MAX_PHOTO_BYTES } from '../shared/contract/photos.ts'
import { HaberdashError } from '../shared/errors.ts'
import { CONTENT_SECURITY_POLICY, createAssets } from './assets.ts'
import type { Libraries } from './core/libraries/libraries.ts'
import { pictureAt } from './core/photos/media.ts'
import { createRouter } from './core/router.ts'
import { createGuard, type Guard } from './web/guard.ts'
import { ownHosts, publicOrigin } from './web/hosts.ts'

const LOOPBACK = '127.0.0.1'

export type WebDoor = {
  /** The first URL, with its token. */
  url: string
  port: number
  close(): Promise<void>
}

/**
 * The browser door: the renderer, its pictures and the contract over one WebSocket, on this machine only unless
 * another address is asked for.
 * @param renderer folder of the built renderer
 * @throws HaberdashError `setting-invalid` where the port is taken
 */
export async function openWebDoor(
  libraries: Libraries,
  { renderer, port = 0, host = LOOPBACK }: { renderer: string; port?: number; host?: string },
): Promise<WebDoor> {
  const server = createServer()
  const actual = await listen(server, port, host)
  const guard = createGuard(ownHosts(host, actual), actual)
  const assets = createAssets(renderer)
  server.on('request', (request, response) => {
    void answer(libraries, guard, assets, request, response).catch(() =>
      send(response, 500, 'This could not be read.'),
    )
  })
  const sockets = openSocket(libraries, guard, server)
  return {
    url: `${publicOrigin(host, actual)}/?token=${guard.token}`,
    port: actual,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new HaberdashError('setting-invalid', `Port ${port} on ${host} can't be used: ${cause.message}.`, {
          todo: 'Choose another with --port, or leave it out.',
          cause,
        }),
      ),
    )
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
  })
}

async function answer(
  libraries: Libraries,
  guard: Guard,
  assets: ReturnType<typeof createAssets>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://haberdash')
  const refusal = guard.refusal(request, 'page')
  if (refusal?.status === 403) return send(response, 403, refusal.reason)
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return send(response, 405, 'Only GET is answered here.')
  const token = url.searchParams.get('token')
  if (token !== null && guard.isTokenRight(token)) {
    response.setHeader('Set-Cookie', guard.cookie)
    response.setHeader('Location', '/')
    return send(response, 303, 'Go on to Haberdash.')
  }
  if (refusal) return send(response, refusal.status, refusal.reason)
  const found = (await assets(url.pathname)) ?? (await pictureAt(libraries.current().library, url.pathname))
  if (!found) return send(response, 404, 'There is nothing at this address.')
  send(response, 200, found.bytes, found.type)
}

function send(
  response: ServerResponse,
  status: number,
  body: string | Uint8Array,
  type = 'text/plain; charset=utf-8',
) {
  response.writeHead(status, {
    'Content-Type': type,
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    // Ids mean other pictures in another library on the same port.
    'Cache-Control': 'no-store',
  })
  response.end(body)
}

function openSocket(libraries: Libraries, guard: Guard, server: Server): WebSocketServer {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_PHOTO_BYTES + 1024 * 1024 })
  server.on('upgrade', (request, socket, head) => {
    // Node takes its own listener off at the upgrade; a caller that resets must not end the server.
    socket.on('error', () => socket.destroy())
    const refusal = guard.refusal(request, 'socket')
    if (refusal || request.url !== '/rpc') {
      const answer = `HTTP/1.1 ${refusal?.status ?? 404} Refused\r\nConnection: close\r\n\r\n`
      // Ended and gone: a caller that keeps its end open must not keep the server from closing.
      socket.end(answer, () => socket.destroy())
      return
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      // A message over the limit closes this one connection; the page connects again.
      client.on('error', () => client.terminate())
      // A connection keeps the library it began with.
      void new RPCHandler(createRouter(libraries.current(), libraries)).upgrade(client)
    })
  })
  return sockets
}
