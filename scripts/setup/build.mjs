import { existsSync } from 'node:fs'
import { run, tail } from './child.mjs'
import { filesIn, fingerprint, sha256OfFiles } from './hash.mjs'
import { inRoot, pinnedNode, toolEnv } from './places.mjs'
import { SetupError } from './report.mjs'

const settings = ['electron.vite.config.ts', 'tsconfig.json', 'package-lock.json'].map((file) => inRoot(file))

/** Step: the app in out/, built when its sources or what builds them changed, or when out/ isn't what was built. */
export async function build({ doing, stamp }) {
  const sources = sha256OfFiles(inRoot(), [...filesIn(inRoot('src')).filter(isBuilt), ...settings])
  const noted = stamp.get('build')
  if (noted?.sources === sources && noted.output === output()) return 'up to date'
  doing('electron-vite build')
  const tool = inRoot('node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  const made = await run(pinnedNode().binary, [tool, 'build'], {
    cwd: inRoot(),
    env: toolEnv(),
  })
  if (!made.ok)
    throw new SetupError('electron-vite could not build the app; its words are above.', tail(made.output, 30))
  stamp.set('build', { sources, output: output() })
  return 'built into out/'
}

/** Tests aren't built: changing one needn't cost a build. */
const isBuilt = (file) => !/\.(test|spec)\.ts$/.test(file)

const output = () => (existsSync(inRoot('out')) ? fingerprint(filesIn(inRoot('out'))) : null)
