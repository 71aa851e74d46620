import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { EventEmitter } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MessagePort } from 'node:worker_threads'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Api } from '../../shared/contract/index.ts'
import { temporaryFolder } from '../core/testing/fixtures.ts'
import { FakeBrowserWindow, fakeElectron } from './testing/fake-electron.ts'

let electron: ReturnType<typeof fakeElectron>

/** Runs src/main/index.ts as Electron would, on a library and renderer of its own. */
async function startApp(): Promise<void> {
  const folder = temporaryFolder()
  const renderer = join(folder, 'renderer')
  mkdirSync(renderer)
  writeFileSync(join(renderer, 'index.html'), '<title>Haberdash</title>')
  const { places } = await import('../places.ts')
  vi.doMock('../places.ts', () => ({
    places: { ...places, renderer, cache: folder, defaultLibrary: join(folder, 'library') },
  }))
  electron.utilityProcess.fork.mockImplementation(() =>
    Object.assign(new EventEmitter(), { postMessage() {}, kill() {} }),
  )
  vi.doMock('electron', () => electron)
  await import('../index.ts')
  onTestFinished(async () => {
    electron.app.emit('before-quit', { preventDefault() {} })
    await vi.waitFor(() => expect(electron.app.quit).toHaveBeenCalled())
  })
}

const window = () => FakeBrowserWindow.all[0]!

beforeEach(() => {
  vi.resetModules()
  electron = fakeElectron()
})

describe('the desktop app', () => {
  it('opens one window that is walled in', async () => {
    await startApp()
    await vi.waitFor(() => expect(window()?.url).toBe('haberdash://app/index.html'))
    expect(window().options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
    })
    for (const event of ['will-navigate', 'will-redirect', 'will-attach-webview']) {
      const preventDefault = vi.fn()
      window().webContents.emit(event, { preventDefault })
      expect(preventDefault, event).toHaveBeenCalled()
    }
    expect(window().webContents.windowOpenHandler?.({ url: 'https://example.com' })).toEqual({
      action: 'deny',
    })
    expect(window().shown).toBe(false)
    window().emit('ready-to-show')
    expect(window().shown).toBe(true)
  })

  it('refuses every permission a page could ask for', async () => {
    await startApp()
    await vi.waitFor(() => expect(electron.permissions.request).toBeDefined())
    const answer = vi.fn()
    electron.permissions.request!(null, 'media', answer)
    expect(answer).toHaveBeenCalledWith(false)
    expect(electron.permissions.check!()).toBe(false)
  })

  it('serves its page and pictures over its own scheme, with a strict policy', async () => {
    await startApp()
    await vi.waitFor(() => expect(electron.handlers.has('haberdash')).toBe(true))
    expect(electron.schemes).toEqual([
      { scheme: 'haberdash', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ])
    const get = (url: string) => electron.handlers.get('haberdash')!(new Request(url))
    const page = await get('haberdash://app/index.html')
    expect(await page.text()).toContain('Haberdash')
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect((await get('haberdash://app/image/1/thumb')).headers.get('content-type')).toBe('image/png')
    expect((await get('haberdash://other/index.html')).status).toBe(404)
    expect((await get('haberdash://app/../package.json')).status).toBe(404)
  })

  it('gives its page, and no other, a port that answers the contract', async () => {
    await startApp()
    await vi.waitFor(() => expect(window()).toBeDefined())
    const ask = (url: string) => {
      const postMessage = vi.fn()
      electron.ipcMain.emit('ready', { senderFrame: { url, postMessage } })
      return postMessage
    }
    expect(ask('https://example.com/')).not.toHaveBeenCalled()
    const posted = ask('haberdash://app/index.html')
    expect(posted).toHaveBeenCalledWith('port', null, [expect.anything()])
    const [port] = posted.mock.calls[0]![2] as [MessagePort]
    const api: Api = createORPCClient(new RPCLink({ port: port as never }))
    expect((await api.library.info()).images).toBe(20_000)
    port.close()
  })

  it('opens the library that --library names', async () => {
    const library = join(temporaryFolder(), 'other wardrobe')
    vi.stubGlobal(
      'process',
      Object.assign(Object.create(process), {
        argv: ['electron', '.', '--no-sandbox', '--library', library],
      }),
    )
    await startApp()
    await vi.waitFor(() => expect(window()).toBeDefined())
    expect(existsSync(join(library, 'haberdash.db'))).toBe(true)
    vi.unstubAllGlobals()
  })

  it('is one instance: a second start brings the first window forward', async () => {
    await startApp()
    await vi.waitFor(() => expect(window()).toBeDefined())
    electron.app.emit('second-instance')
    expect(window().focused).toBe(true)
    expect(FakeBrowserWindow.all).toHaveLength(1)
  })
})

describe('a second instance', () => {
  it('leaves at once and opens nothing', async () => {
    electron.app.lock = false
    vi.doMock('electron', () => electron)
    await import('../index.ts')
    expect(electron.app.quit).toHaveBeenCalled()
    expect(FakeBrowserWindow.all).toHaveLength(0)
  })
})

describe('the preload', () => {
  it('hands a port over to the page and does nothing else', async () => {
    const ipcRenderer = Object.assign(new EventEmitter(), { send: vi.fn() })
    const listeners = new Map<string, (event: unknown) => void>()
    const page = {
      postMessage: vi.fn(),
      addEventListener: (type: string, listener: (event: unknown) => void) => listeners.set(type, listener),
    }
    vi.stubGlobal('window', page)
    vi.doMock('electron', () => ({ ipcRenderer }))
    await import('../../preload/index.ts')
    listeners.get('message')!({ source: page, data: 'haberdash-ready' })
    expect(ipcRenderer.send).toHaveBeenCalledExactlyOnceWith('ready')
    listeners.get('message')!({ source: {}, data: 'haberdash-ready' })
    expect(ipcRenderer.send).toHaveBeenCalledTimes(1)
    ipcRenderer.emit('port', { ports: ['a port'] })
    expect(page.postMessage).toHaveBeenCalledExactlyOnceWith('haberdash-port', '*', ['a port'])
    vi.unstubAllGlobals()
  })
})
