import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { run } from './child.mjs'
import { inRoot, pinnedNode, readJson, toolEnv } from './places.mjs'
import { SetupError } from './report.mjs'
import { isRecent } from './stamp.mjs'

const folder = inRoot('node_modules', 'electron')
const MINUTES = 60_000

/**
 * The Electron program, if it has been fetched: the npm package alone holds only the script that does.
 *
 * @returns {string | null}
 */
export function electronBinary() {
  try {
    const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH || join(folder, 'dist')
    const program = join(dist, readFileSync(join(folder, 'path.txt'), 'utf8'))
    return existsSync(program) ? program : null
  } catch {
    return null
  }
}

/** Step: Electron's program. Where it can't be had the app opens in the browser, so this never stops set-up. */
export async function electron({ doing, stamp, retry }) {
  const { version } = readJson(join(folder, 'package.json'))
  if (electronBinary()) return `${version} in place`
  const without = `${version} could not be downloaded, so the app will open in your browser`
  const failed = stamp.get('electron')
  if (!retry && failed?.version === version && isRecent(failed.failedAt)) {
    throw new SetupError(`${without}; npm run setup -- --retry tries again.`)
  }
  doing('its own installer downloads it')
  // By its path: on the registry the name install-electron belongs to an unrelated package.
  await run(pinnedNode().binary, [join(folder, 'install.js')], {
    cwd: folder,
    env: toolEnv(),
    limit: 10 * MINUTES,
  })
  if (electronBinary()) return `${version} installed`
  stamp.set('electron', { version, failedAt: Date.now() })
  throw new SetupError(`${without}; npm run setup -- --retry tries again once its host can be reached.`)
}
