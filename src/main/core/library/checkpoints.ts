import { statSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { WAL_PAGES } from './database.ts'
import type { Library } from './library.ts'

/** How often is looked whether something was written, and how long must have been nothing since, milliseconds. */
const EVERY = 500
const QUIET = 1000

/** Only a log of so many pages (256 MB) is still written back by the commit that makes it so long. */
const MOST_PAGES = 65_536

/** Built code lies in out/main, beside its entries; sources lie where they are. */
const ENTRY = join(
  import.meta.dirname,
  import.meta.filename.endsWith('.ts') ? 'checkpoint-worker.ts' : 'checkpoint-worker.js',
)

/**
 * Writes the log of a library back into its database in another thread, once nothing has been written for a while. SQLite
 * would do it in the commit that made the log long enough, and a label would wait for it: 0.3 s after ten thousand labels
 * here and there among a million images.
 */
export function checkpointBeside({ db, folder }: Library): { stop(): Promise<void> } {
  db.write.pragma(`wal_autocheckpoint = ${MOST_PAGES}`)
  const file = join(folder, 'haberdash.db')
  const worker = new Worker(ENTRY, { workerData: file })
  worker.unref()
  let done = 0
  const looking = setInterval(() => {
    const written = statSync(`${file}-wal`, { throwIfNoEntry: false })?.mtimeMs ?? 0
    if (written === done || Date.now() - written < QUIET) return
    done = written
    worker.postMessage(null)
  }, EVERY)
  looking.unref()
  worker.on('error', () => {
    clearInterval(looking)
    // As SQLite does it, then: by the commits themselves.
    if (db.write.open) db.write.pragma(`wal_autocheckpoint = ${WAL_PAGES}`)
  })
  return {
    async stop() {
      clearInterval(looking)
      await worker.terminate()
    },
  }
}
