import { EventEmitter } from 'node:events'
import { MessageChannel } from 'node:worker_threads'
import { vi } from 'vitest'

/** What our code did with Electron, for the tests to look at. */
export class FakeWebContents extends EventEmitter {
  windowOpenHandler: ((details: object) => { action: string }) | undefined
  setWindowOpenHandler = (handler: (details: object) => { action: string }) =>
    (this.windowOpenHandler = handler)
}

export class FakeBrowserWindow extends EventEmitter {
  static all: FakeBrowserWindow[] = []
  static getAllWindows = () => FakeBrowserWindow.all
  webContents = new FakeWebContents()
  shown = false
  focused = false
  url: string | undefined
  readonly options: Record<string, unknown>

  constructor(options: Record<string, unknown>) {
    super()
    this.options = options
    FakeBrowserWindow.all.push(this)
  }

  show = () => (this.shown = true)
  focus = () => (this.focused = true)
  isMinimized = () => false
  loadURL = async (url: string) => (this.url = url)
}

class FakeApp extends EventEmitter {
  lock = true
  quit = vi.fn()
  exit = vi.fn()
  isPackaged = false
  requestSingleInstanceLock = () => this.lock
  whenReady = async () => {}
}

/** Node's own MessageChannel in the shape of Electron's MessageChannelMain. */
class FakeMessageChannelMain {
  port1: object
  port2: MessageChannel['port2']

  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port2 = port2
    this.port1 = {
      on: (event: string, listener: (message?: { data: unknown }) => void) =>
        event === 'message'
          ? port1.on('message', (data) => listener({ data }))
          : port1.on(event as 'close', () => listener()),
      postMessage: (data: unknown) => port1.postMessage(data),
      start: () => port1.start(),
    }
  }
}

type SchemeHandler = (request: Request) => Promise<Response>

/** A fake of the `electron` module: enough of it for our four thin files, and a record of what they asked for. */
export function fakeElectron() {
  const schemes: object[] = []
  const handlers = new Map<string, SchemeHandler>()
  const permissions: { request?: (...args: unknown[]) => void; check?: () => boolean } = {}
  FakeBrowserWindow.all = []
  return {
    schemes,
    handlers,
    permissions,
    app: new FakeApp(),
    BrowserWindow: FakeBrowserWindow,
    dialog: { showErrorBox: vi.fn() },
    ipcMain: new EventEmitter(),
    MessageChannelMain: FakeMessageChannelMain,
    protocol: {
      registerSchemesAsPrivileged: (list: object[]) => schemes.push(...list),
      handle: (scheme: string, handler: SchemeHandler) => handlers.set(scheme, handler),
    },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler: (...args: unknown[]) => void) =>
          (permissions.request = handler),
        setPermissionCheckHandler: (handler: () => boolean) => (permissions.check = handler),
      },
    },
    utilityProcess: { fork: vi.fn() },
  }
}
