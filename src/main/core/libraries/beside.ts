import BetterSqlite3 from 'better-sqlite3'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { LibraryEntry } from '../../../shared/contract/libraries.ts'
import { readSetting } from '../library/settings.ts'
import type { ReadableDatabase } from '../library/database.ts'

/** The libraries in the folders below `parent`, by name; what can't be read is passed over. */
export function librariesBelow(parent: string, openFolder: string): LibraryEntry[] {
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(parent, entry.name, 'haberdash.db')))
    .map((entry) => readEntry(parent, entry.name, openFolder))
    .filter((entry) => entry !== null)
    .sort((a, b) => a.name.localeCompare(b.name))
}

function readEntry(parent: string, id: string, openFolder: string): LibraryEntry | null {
  const folder = join(parent, id)
  let db: BetterSqlite3.Database | undefined
  try {
    db = new BetterSqlite3(join(folder, 'haberdash.db'), { readonly: true, timeout: 1000 })
    const settings = db as ReadableDatabase
    return LibraryEntry.parse({
      id,
      name: readSetting(settings, 'name') ?? id,
      template: readSetting(settings, 'template'),
      open: folder === openFolder,
    })
  } catch {
    return null
  } finally {
    db?.close()
  }
}
