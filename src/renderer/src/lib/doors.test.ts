// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { browserDoor, chooseDoor, electronDoor } from './doors.ts'

class FakeSocket extends EventTarget {
  static all: FakeSocket[] = []
  readonly readyState = 0
  readonly url: string
  constructor(url: string) {
    super()
    this.url = url
    FakeSocket.all.push(this)
  }
  send() {}
  tell(type: string) {
    this.dispatchEvent(new Event(type))
  }
}

const newest = () => FakeSocket.all.at(-1)!

beforeEach(() => {
  vi.useFakeTimers()
  FakeSocket.all = []
  vi.stubGlobal('WebSocket', FakeSocket)
  vi.stubGlobal('fetch', () => Promise.reject(new Error('no server')))
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('in a browser: the server the page came from', () => {
  const up = vi.fn()
  browserDoor({ up, down: vi.fn() })
  expect(newest().url).toBe(`ws://${location.host}/rpc`)
  newest().tell('open')
  expect(up).toHaveBeenCalledOnce()
})

test('when it goes away it is tried again, with growing pauses, and each connection has a link of its own', () => {
  const up = vi.fn()
  const down = vi.fn()
  browserDoor({ up, down })
  newest().tell('open')
  newest().tell('close')
  expect(down).toHaveBeenCalledWith('gone')
  vi.advanceTimersByTime(250)
  expect(FakeSocket.all).toHaveLength(2)
  newest().tell('close')
  vi.advanceTimersByTime(250)
  expect(FakeSocket.all).toHaveLength(2)
  vi.advanceTimersByTime(250)
  expect(FakeSocket.all).toHaveLength(3)
  newest().tell('open')
  expect(up).toHaveBeenCalledTimes(2)
  expect(up.mock.calls[0]).not.toEqual(up.mock.calls[1]?.[0])
})

test('a server that refuses this window is told apart from one that is not there', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve({ status: 401 }))
  const down = vi.fn()
  browserDoor({ up: vi.fn(), down })
  newest().tell('close')
  await vi.advanceTimersByTimeAsync(0)
  expect(down).toHaveBeenLastCalledWith('refused')
})

test('in Electron: the port that the preload hands over, asked for first', () => {
  const asked = vi.spyOn(window, 'postMessage')
  const up = vi.fn()
  electronDoor({ up, down: vi.fn() })
  expect(asked).toHaveBeenCalledWith('haberdash-ready', '*')
  const port = { addEventListener: vi.fn(), postMessage: vi.fn(), start: vi.fn() }
  const event = new MessageEvent('message', { data: 'haberdash-port', source: window })
  Object.defineProperty(event, 'ports', { value: [port] })
  window.dispatchEvent(event)
  expect(up).toHaveBeenCalledOnce()
  expect(port.start).toHaveBeenCalledOnce()
})

test('which door it is follows from the browser', () => {
  expect(chooseDoor()).toBe(browserDoor)
  vi.stubGlobal('navigator', { userAgent: 'Mozilla/5.0 Electron/45.4.1' })
  expect(chooseDoor()).toBe(electronDoor)
})
