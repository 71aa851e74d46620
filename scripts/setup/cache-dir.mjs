import { homedir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * The per-user cache folder: what was costly to get (TensorFlow, the dataset) and every clone can share.
 *
 * The rule is that of `envPaths('haberdash', { suffix: '' }).cache`, which the app itself uses; it is written
 * out here because set-up runs before any package is installed. HABERDASH_CACHE overrides it.
 *
 * @param {{ env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform, home?: string }} [machine] for tests
 * @returns {string}
 */
export function cacheDir({ env = process.env, platform = process.platform, home = homedir() } = {}) {
  if (env.HABERDASH_CACHE) return resolve(env.HABERDASH_CACHE)
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'haberdash')
  if (platform === 'win32') {
    return join(env.LOCALAPPDATA || join(home, 'AppData', 'Local'), 'haberdash', 'Cache')
  }
  return join(env.XDG_CACHE_HOME || join(home, '.cache'), 'haberdash')
}
