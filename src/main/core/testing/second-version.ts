import BetterSqlite3 from 'better-sqlite3'
import { cpSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The version that a library's answers come from. */
export function activeVersion(library: string): string {
  const db = new BetterSqlite3(join(library, 'haberdash.db'), { readonly: true })
  const id = db.prepare("SELECT value FROM settings WHERE key = 'active_model'").pluck().get() as string
  db.close()
  return id
}

/**
 * Adds a version to a library as another process would: the active one, less inclined to one class, so that the two
 * give different answers to some images.
 * @param library the library's folder; it may be open elsewhere
 * @param less class index, and how much is taken from its logit
 */
export function addSecondVersion(library: string, id: string, less = { class: 6, by: 1 }): void {
  const [folder, parent] = [join(library, 'models', id), activeVersion(library)]
  cpSync(join(library, 'models', parent), folder, { recursive: true })
  const manifest = JSON.parse(readFileSync(join(folder, 'haberdash.json'), 'utf8')) as object
  const made = {
    ...manifest,
    id,
    parent,
    createdAt: '2027-01-02T03:04:05.000Z',
    scores: { test: { images: 10_000, accuracy: 0.9 }, holdout: null },
  }
  writeFileSync(join(folder, 'haberdash.json'), JSON.stringify(made))
  bias(folder, less)
  const files = ['model.json', 'weights.bin', 'haberdash.json']
  const bytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)
  const db = new BetterSqlite3(join(library, 'haberdash.db'))
  db.prepare('INSERT INTO models (id, created_at, bytes, manifest) VALUES (?, ?, ?, ?)').run(
    id,
    made.createdAt,
    bytes,
    JSON.stringify(made),
  )
  db.close()
}

type Weight = { name: string; shape: number[] }

/** Changes one value of the last layer's bias in a model's files. */
function bias(folder: string, less: { class: number; by: number }): void {
  const file = join(folder, 'weights.bin')
  const values = new Float32Array(new Uint8Array(readFileSync(file)).buffer)
  const { weightsManifest } = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as {
    weightsManifest: { weights: Weight[] }[]
  }
  let at = 0
  for (const { name, shape } of weightsManifest.flatMap(({ weights }) => weights)) {
    if (name.endsWith('/bias') && shape.join() === '10') values[at + less.class]! -= less.by
    at += shape.reduce((product, side) => product * side, 1)
  }
  writeFileSync(file, new Uint8Array(values.buffer))
}
