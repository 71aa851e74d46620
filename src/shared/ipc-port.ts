/** A message port of the shape oRPC takes (Electron's MessagePortMain): 'message' carries `{ data }`, 'close' nothing. */
export type IpcPort = {
  on: (event: string, callback: (event?: { data: unknown }) => void) => void
  postMessage: (data: unknown) => void
}

/** What a forked child (`ChildProcess`) and its own `process` have in common. */
export type ForkedProcess = {
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'disconnect', listener: () => void): unknown
  on(event: 'exit', listener: () => void): unknown
  send?(
    message: unknown,
    handle: undefined,
    options: object,
    sent: (error: Error | null) => void,
  ): boolean | undefined
}

/** What main holds of an Electron utility process. The other end's `process.parentPort` is an IpcPort already. */
export type UtilityProcessLike = {
  on(event: 'message', listener: (message: unknown) => void): unknown
  on(event: 'exit', listener: () => void): unknown
  postMessage(message: unknown): void
}

/** `callback`, but only the first time: both 'disconnect' and 'exit' end a channel. */
function once(callback: () => void): () => void {
  let called = false
  return () => {
    if (!called) callback()
    called = true
  }
}

/**
 * The IPC channel of a process forked with `serialization: 'advanced'`, from either end. 'close' fires once, when the
 * channel or the process has ended, so that oRPC rejects every pending call.
 */
export function fromProcess(end: ForkedProcess): IpcPort {
  return {
    on: (event, callback) => {
      if (event === 'message') end.on('message', (data) => callback({ data }))
      if (event !== 'close') return
      const close = once(() => callback())
      end.on('disconnect', close)
      end.on('exit', close)
    },
    // A message that can't be sent any more is lost with its channel, and 'close' tells that; without a callback the
    // failure would be an 'error' event on the process, and so a crash.
    postMessage: (data) => void end.send?.(data, undefined, {}, () => {}),
  }
}

/** Main's end of an Electron utility process; 'close' fires when it has exited. */
export function fromUtilityProcess(child: UtilityProcessLike): IpcPort {
  return {
    on: (event, callback) => {
      if (event === 'message') child.on('message', (data) => callback({ data }))
      if (event === 'close') child.on('exit', () => callback())
    },
    postMessage: (data) => child.postMessage(data),
  }
}
