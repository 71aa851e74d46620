import BetterSqlite3, { type Database } from 'better-sqlite3'
import { HaberdashError } from '../../../shared/errors.ts'
import { addCrossEntropy } from '../models/losses.ts'
import { createCommits } from './commits.ts'
import { migrations } from './migrations/index.ts'

declare const access: unique symbol

/** A connection that SQLite itself opened read-only: a query through it can't write, not even by accident. */
export type ReadableDatabase = Database & { readonly [access]: 'read' }

/** The one connection that may write. */
export type WritableDatabase = Database & { readonly [access]: 'write' }

export type LibraryDatabase = {
  read: ReadableDatabase
  write: WritableDatabase
  /**
   * Runs `work` in a transaction, together with what others ask for at about the same time, in the order asked: one
   * flush to the disk serves them all. What it reads it must read by `write`, to see what those before it wrote.
   * Committed when this answers. When `work` throws, what it wrote is taken back and this rejects; the others go on.
   */
  commit<T>(work: () => T): Promise<T>
  close(): void
}

/** The log is written back once it has so many pages (32 MB): with SQLite's 1,000 many are written back at every batch. */
export const WAL_PAGES = 8000

/** Pages that the writing connection keeps, KiB: one action may touch tens of thousands, here and there. */
const CACHE_KIB = 65_536

/**
 * Opens a library's database (WAL, foreign keys, synchronous=FULL, so that a commit survives a power cut) and brings
 * its schema up to date.
 * @throws HaberdashError `library-newer` for a library of a later version (it is left untouched),
 *   `library-unreadable` for a file that is no database of ours
 */
export function openDatabase(file: string): LibraryDatabase {
  const write = connect(file, {})
  try {
    write.pragma('journal_mode = WAL')
    write.pragma('synchronous = FULL')
    write.pragma(`cache_size = ${-CACHE_KIB}`)
    write.pragma(`wal_autocheckpoint = ${WAL_PAGES}`)
    // A migration may make a table anew that others refer to, as https://sqlite.org/lang_altertable.html says how.
    write.pragma('foreign_keys = OFF')
    migrate(write, file)
    write.pragma('foreign_keys = ON')
    addCrossEntropy(write)
    const read = connect(file, { readonly: true })
    return {
      read: read as ReadableDatabase,
      write: write as WritableDatabase,
      commit: createCommits(write as WritableDatabase),
      close() {
        read.close()
        write.close()
      },
    }
  } catch (error) {
    write.close()
    throw asLibraryError(error, file)
  }
}

function connect(file: string, options: BetterSqlite3.Options): Database {
  try {
    return new BetterSqlite3(file, { timeout: 10_000, ...options })
  } catch (error) {
    throw asLibraryError(error, file)
  }
}

function migrate(db: Database, file: string): void {
  const version = db.pragma('user_version', { simple: true }) as number
  if (version > migrations.length) {
    throw new HaberdashError('library-newer', `This library was made by a newer Haberdash: ${file}`, {
      todo: 'Update Haberdash, then open it again. The library was not changed.',
    })
  }
  for (const [index, migration] of migrations.entries()) {
    if (index < version) continue
    db.transaction(() => {
      // Another process may have migrated between our look and our lock.
      if ((db.pragma('user_version', { simple: true }) as number) > index) return
      db.exec(migration)
      db.pragma(`user_version = ${index + 1}`)
    }).immediate()
  }
}

function asLibraryError(error: unknown, file: string): unknown {
  if (!(error instanceof BetterSqlite3.SqliteError)) return error
  if (error.code === 'SQLITE_FULL') {
    return new HaberdashError('disk-full', 'The disk is full, so the library could not be opened.', {
      todo: 'Free some space and try again.',
      cause: error,
    })
  }
  if (error.code.startsWith('SQLITE_BUSY')) {
    return new HaberdashError('library-busy', `Another program is holding this library: ${file}`, {
      todo: 'Close it and try again.',
      cause: error,
    })
  }
  return new HaberdashError('library-unreadable', `This library can't be read: ${file} (${error.message}).`, {
    todo: 'Check the folder and its permissions, or open another library.',
    cause: error,
  })
}
