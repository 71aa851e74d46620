import { describe, expect, it, vi } from 'vitest'
import { fromProcess, fromUtilityProcess } from './ipc-port.ts'

/** The little of Node's EventEmitter that is used here. */
class Emitter {
  readonly #listeners: [string, (...args: never[]) => void][] = []

  on(event: string, listener: (...args: never[]) => void): void {
    this.#listeners.push([event, listener])
  }

  emit(event: string, ...args: unknown[]): void {
    for (const [of, listener] of this.#listeners) if (of === event) listener(...(args as never[]))
  }
}

describe('fromProcess', () => {
  const make = (send?: (...args: unknown[]) => boolean) => Object.assign(new Emitter(), send ? { send } : {})

  it('hands on messages as events, and sends', () => {
    const send = vi.fn(() => true)
    const end = make(send)
    const port = fromProcess(end)
    const heard = vi.fn()
    port.on('message', heard)
    end.emit('message', 'hello')
    expect(heard).toHaveBeenCalledExactlyOnceWith({ data: 'hello' })
    port.postMessage(Uint8Array.of(1))
    expect(send).toHaveBeenCalledWith(Uint8Array.of(1), undefined, {}, expect.any(Function))
  })

  it.each([['disconnect'], ['exit'], ['disconnect', 'exit']])('closes once on %s %s', (...events) => {
    const end = make()
    const closed = vi.fn()
    fromProcess(end).on('close', closed)
    for (const event of events) end.emit(event, 0, null)
    expect(closed).toHaveBeenCalledExactlyOnceWith()
  })

  it('loses what is sent when there is no channel any more, without a throw', () => {
    expect(() => fromProcess(make()).postMessage('late')).not.toThrow()
  })
})

describe('fromUtilityProcess', () => {
  it('hands on messages, sends, and closes on exit', () => {
    const postMessage = vi.fn()
    const child = Object.assign(new Emitter(), { postMessage })
    const port = fromUtilityProcess(child)
    const [heard, closed] = [vi.fn(), vi.fn()]
    port.on('message', heard)
    port.on('close', closed)
    child.emit('message', 'hello')
    port.postMessage('you')
    child.emit('exit', 0)
    expect(heard).toHaveBeenCalledExactlyOnceWith({ data: 'hello' })
    expect(postMessage).toHaveBeenCalledExactlyOnceWith('you')
    expect(closed).toHaveBeenCalledExactlyOnceWith()
  })
})
