import envPaths from 'env-paths'
import { join } from 'node:path'

const paths = envPaths('haberdash', { suffix: '' })

// Built code lies in out/main, sources in src/main: resources/ is two folders up from either.
const root = join(import.meta.dirname, '..', '..')

/** Where things lie on this machine. */
export const places = {
  resources: join(root, 'resources'),
  renderer: join(root, 'out', 'renderer'),
  /** Per-user cache; scripts/setup follows the same rule. */
  cache: process.env.HABERDASH_CACHE || paths.cache,
  defaultLibrary: join(paths.data, 'library'),
  engine: join(import.meta.dirname, import.meta.filename.endsWith('.ts') ? 'engine/main.ts' : 'engine.js'),
}
