import { run, tail } from './child.mjs'
import { ensureCompiler } from './compiler.mjs'
import { filesIn, fingerprint } from './hash.mjs'
import { inRoot, pinnedNode, readJson, toolEnv } from './places.mjs'
import { SetupError } from './report.mjs'

const folder = inRoot('node_modules', 'better-sqlite3')
const TRY = "new (require('better-sqlite3'))(':memory:').prepare('select 1').get()"

/** Step: better-sqlite3 loads. Its package carries prebuilt bindings; another platform builds one. */
export async function sqlite({ doing, stamp }) {
  const { version } = readJson(`${folder}/package.json`)
  const bindings = () =>
    fingerprint([pinnedNode().binary, ...filesIn(folder).filter((file) => file.endsWith('.node'))])
  if (stamp.get('sqlite') === bindings()) return `${version} in place`
  const loads = () => run(pinnedNode().binary, ['-e', TRY], { cwd: inRoot(), env: toolEnv() })

  let how = 'loads from its own package'
  if (!(await loads()).ok) {
    await ensureCompiler(doing)
    doing('building from source')
    const args = [
      inRoot('node_modules', 'node-gyp', 'bin', 'node-gyp.js'),
      'rebuild',
      '--release',
      '--force_build=1',
    ]
    const build = await run(pinnedNode().binary, args, { cwd: folder, env: toolEnv() })
    const loaded = build.ok && (await loads())
    if (!loaded.ok) {
      throw new SetupError(
        `better-sqlite3 ${version} has no binding for this platform and none could be built; see above what is missing.`,
        tail(loaded ? loaded.output : build.output),
      )
    }
    how = 'built from source'
  }
  stamp.set('sqlite', bindings())
  return `${version} ${how}`
}
