import BetterSqlite3 from 'better-sqlite3'
import { join } from 'node:path'

/**
 * Claims a library for this process: true for one process at a time, until it ends, however it ends (the operating
 * system drops the lock). The owner tidies up after crashes and classifies in the background; guests only do what
 * they are asked.
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
