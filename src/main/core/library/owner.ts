import BetterSqlite3 from 'better-sqlite3'
import { join } from 'node:path'

/** A guest asks again so often whether the library is free, milliseconds. */
const ASK_AGAIN = 3000

/**
 * Calls `own` once this process owns the library: now, or as soon as the process that does has ended. The owner is the
 * one that classifies in the background; others do only what they are asked.
 */
export function whenOwned(folder: string, own: () => void): { release(): void } {
  let claim = claimLibrary(folder)
  if (claim.owned) own()
  const asking = setInterval(() => {
    if (!claim.owned) claim = claimLibrary(folder)
    if (!claim.owned) return
    clearInterval(asking)
    own()
  }, ASK_AGAIN)
  if (claim.owned) clearInterval(asking)
  asking.unref()
  return {
    release() {
      clearInterval(asking)
      claim.release()
    },
  }
}

/**
 * Claims a library for this process: true for one process at a time, until it ends, however it ends (the operating
 * system drops the lock).
 */
export function claimLibrary(folder: string): { owned: boolean; release(): void } {
  const lock = new BetterSqlite3(join(folder, 'owner.lock'), { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return { owned: true, release: () => lock.close() }
  } catch {
    lock.close()
    return { owned: false, release: () => {} }
  }
}

/** Whether a process of this id runs on this machine. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
