import type { Database } from 'better-sqlite3'
import type { Library } from '../library/library.ts'

/** Tables of some rows or some hundred, however large a library is. */
const SMALL = new Set([
  'classes',
  'all_classes',
  'class_meanings',
  'merged',
  'settings',
  'models',
  'names_given',
])
SMALL.add('model_outputs').add('outputs').add('removal')

/**
 * Runs `work` and answers how SQLite would go about each statement that it prepared, as far as it walks a whole table or a
 * whole index: "SCAN images: SELECT …". What a list of ids is read from is none, nor are small tables.
 */
export function scansOf({ db }: Library, work: () => void): string[] {
  const asked: { db: Database; sql: string }[] = []
  const restore = [db.read, db.write].map((connection: Database) => {
    const prepare = connection.prepare.bind(connection)
    connection.prepare = ((sql: string) => {
      asked.push({ db: connection, sql })
      return prepare(sql)
    }) as typeof connection.prepare
    return () => void (connection.prepare = prepare)
  })
  try {
    work()
  } finally {
    for (const back of restore) back()
  }
  return asked.flatMap(({ db, sql }) => plan(db, sql).map((step) => `${step}: ${sql.replace(/\s+/g, ' ')}`))
}

function plan(db: Database, sql: string): string[] {
  const places = (sql.match(/\?/g) ?? []).map(() => null)
  const names = Object.fromEntries([...sql.matchAll(/@(\w+)/g)].map(([, name]) => [name, null]))
  const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...places, names) as { detail: string }[]
  return rows.map(({ detail }) => detail).filter(walks)
}

function walks(step: string): boolean {
  const [, table] = /^SCAN (\w+)/.exec(step) ?? []
  return table !== undefined && !step.includes('VIRTUAL TABLE') && table !== 'CONSTANT' && !SMALL.has(table)
}
