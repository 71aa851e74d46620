import { mkdirSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { request } from 'node:http'
import { connect as netConnect } from 'node:net'
import { join } from 'node:path'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import WebSocket from 'ws'
import { openLibraries } from './core/libraries/libraries.ts'
import { temporaryFolder, tinyDataset } from './core/testing/fixtures.ts'
import { connect, logIn } from './testing/web-client.ts'
import { openWebDoor, type WebDoor } from './web.ts'

let door: WebDoor
let host: string

beforeEach(async () => {
  const folder = temporaryFolder()
  const renderer = join(folder, 'renderer')
  mkdirSync(renderer)
  writeFileSync(join(renderer, 'index.html'), '<title>Haberdash</title>')
  writeFileSync(join(folder, 'secret.txt'), 'not for the web')
  const libraries = await openLibraries({
    folder: join(folder, 'library'),
    resources: join(folder, 'resources'),
    cache: folder,
    dataset: tinyDataset(),
    startEngine: () => {
      throw new Error('No engine is needed here.')
    },
  })
  door = await openWebDoor(libraries, { renderer })
  host = `127.0.0.1:${door.port}`
  onTestFinished(async () => {
    await door.close()
    await libraries.close()
  })
})

/** A request with headers that fetch would not let us set, and a path it would tidy. */
function get(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: door.port, path, headers: { host, ...headers }, method },
      (response) => {
        let body = ''
        response.on('data', (chunk: Buffer) => (body += chunk.toString()))
        response.on('end', () => resolve({ status: response.statusCode!, body }))
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}

/** What becomes of a WebSocket: 'open', or the status it is refused with. */
function socket(headers: Record<string, string>, path = '/rpc'): Promise<string | number> {
  return new Promise((resolve) => {
    const client = new WebSocket(`ws://127.0.0.1:${door.port}${path}`, { headers: { host, ...headers } })
    client.on('open', () => (resolve('open'), client.close()))
    client.on('unexpected-response', (_request, response) => resolve(response.statusCode!))
    client.on('error', () => {})
  })
}

describe('the browser door', () => {
  it('lets in whoever brings the token, by a cookie no script can read', async () => {
    const response = await fetch(door.url, { redirect: 'manual' })
    expect(response.status).toBe(303)
    expect(response.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/)
    const page = await get('/', { cookie: await logIn(door.url) })
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('Haberdash') })
  })

  it('refuses without the cookie, with a wrong one and with a wrong token', async () => {
    expect((await get('/')).status).toBe(401)
    expect((await get('/', { cookie: `haberdash_${door.port}=${'0'.repeat(64)}` })).status).toBe(401)
    expect((await get(`/?token=${'0'.repeat(64)}`)).status).toBe(401)
    expect(await socket({ origin: `http://${host}` })).toBe(401)
  })

  it('refuses another Host, as DNS rebinding would send it, even with the token', async () => {
    const { search } = new URL(door.url)
    expect((await get(`/${search}`, { host: `evil.example:${door.port}` })).status).toBe(403)
  })

  it('refuses a WebSocket from another origin or from none, even with the cookie', async () => {
    const cookie = await logIn(door.url)
    expect(await socket({ cookie, origin: `http://${host}` })).toBe('open')
    expect(await socket({ cookie, origin: 'http://evil.example' })).toBe(403)
    expect(await socket({ cookie, origin: 'http://127.0.0.1:1' })).toBe(403)
    expect(await socket({ cookie })).toBe(403)
    expect(await socket({ cookie, origin: `http://${host}` }, '/other')).toBe(404)
  })

  it('survives callers that reset or hold their refused connection, and closes all the same', async () => {
    const upgrade = `GET /rpc HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`
    const call = async () => {
      const socket = netConnect(door.port, '127.0.0.1')
      await once(socket, 'connect')
      socket.on('error', () => {})
      socket.write(upgrade)
      return socket
    }
    for (let n = 0; n < 20; n++) (await call()).resetAndDestroy()
    const held = await call()
    await once(held, 'data')
    expect((await get('/')).status).toBe(401)
    await door.close()
    held.destroy()
  })

  it('serves the renderer’s files, pictures, and nothing beside them', async () => {
    const cookie = await logIn(door.url)
    expect((await get('/image/1/thumb', { cookie })).status).toBe(200)
    for (const path of [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/secret.txt',
      '//etc/passwd',
    ]) {
      expect((await get(path, { cookie })).status).toBe(404)
    }
    expect((await get('/', { cookie }, 'POST')).status).toBe(405)
  })

  it('sends a policy that lets the page load nothing from elsewhere', async () => {
    const response = await fetch(`http://${host}/`, { headers: { cookie: await logIn(door.url) } })
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('answers the contract, and errors keep their code, sentence and advice', async () => {
    const { api, socket } = await connect(door.url)
    expect((await api.library.info()).images).toBe(150)
    await expect(api.labels.undo()).rejects.toMatchObject({ code: 'nothing-to-undo' })
    await expect(api.labels.set({ ids: [1], classId: 99 } as never)).rejects.toMatchObject({
      code: 'class-unknown',
      message: expect.stringContaining('class'),
      data: { todo: 'Choose another class.' },
    })
    await expect(api.labels.set({ ids: ['x'], classId: 1 } as never)).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
    socket.close()
  })

  it('tells one window what another did', async () => {
    const [first, second] = [await connect(door.url), await connect(door.url)]
    const events = await second.api.library.events()
    const told = events.next()
    await first.api.labels.set({ ids: [5], classId: 2 } as never)
    expect((await told).value).toMatchObject({ type: 'labels-changed', ids: [5] })
    first.socket.close()
    second.socket.close()
  })

  it('says which port is taken', async () => {
    const libraries = await openLibraries({
      folder: temporaryFolder(),
      resources: '',
      cache: '',
      dataset: tinyDataset(),
      startEngine: () => {
        throw new Error('No engine is needed here.')
      },
    })
    const second = openWebDoor(libraries, { renderer: temporaryFolder(), port: door.port })
    await expect(second).rejects.toMatchObject({
      code: 'setting-invalid',
      message: expect.stringContaining(String(door.port)),
    })
    await libraries.close()
  })
})
