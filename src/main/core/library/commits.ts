import type { LibraryDatabase, WritableDatabase } from './database.ts'

type Asked = { work: () => unknown; resolve(value: unknown): void; reject(error: unknown): void }

/** `LibraryDatabase.commit`, for one connection. */
export function createCommits(write: WritableDatabase): LibraryDatabase['commit'] {
  let waiting: Asked[] = []
  /** Each in a savepoint of its own; how each is told of its end, once all are committed. */
  const runAll = (batch: Asked[]): (() => void)[] =>
    batch.map(({ work, resolve, reject }) => {
      try {
        const value = write.transaction(work)()
        return () => resolve(value)
      } catch (error) {
        // A full disk takes back the whole transaction, and so what the others wrote.
        if (!write.inTransaction) throw error
        return () => reject(error)
      }
    })
  const flush = () => {
    const batch = waiting
    waiting = []
    try {
      const told = write.transaction(() => runAll(batch)).immediate()
      for (const tell of told) tell()
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
  return <T>(work: () => T) =>
    new Promise<T>((resolve, reject) => {
      // What arrives while a commit waits for the disk finds itself in the next one.
      if (waiting.length === 0) setImmediate(flush)
      waiting.push({ work, resolve: resolve as Asked['resolve'], reject })
    })
}
