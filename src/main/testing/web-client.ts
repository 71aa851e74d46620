import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import WebSocket from 'ws'
import type { Api } from '../../shared/contract/index.ts'

const CLI = join(import.meta.dirname, '..', '..', '..', 'bin', 'haberdash.mjs')

/** `haberdash serve` as it is built (npm run build), in a process of its own. */
export async function startServer(library: string): Promise<{ child: ChildProcess; url: string }> {
  const args = [CLI, 'serve', '--json', '--library', library, '--dataset', 'embedded']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { child, url: (JSON.parse(line) as { url: string }).url }
}

/** Brings the token of the first URL and gives the cookie it becomes. */
export async function logIn(url: string): Promise<string> {
  const response = await fetch(url, { redirect: 'manual' })
  return response.headers.get('set-cookie')!.split(';')[0]!
}

/** Speaks to a server as its page does. */
export async function connect(url: string): Promise<{ api: Api; socket: WebSocket }> {
  const { host } = new URL(url)
  const headers = { Cookie: await logIn(url), Origin: `http://${host}` }
  const socket = new WebSocket(`ws://${host}/rpc`, { headers })
  await once(socket, 'open')
  return { api: createORPCClient(new RPCLink({ websocket: socket as never })), socket }
}
