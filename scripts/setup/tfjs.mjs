import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { cacheDir } from './cache-dir.mjs'
import { run, tail } from './child.mjs'
import { ensureCompiler } from './compiler.mjs'
import { filesIn, fingerprint } from './hash.mjs'
import { fetchLibtensorflow, isLibtensorflowCached, libtensorflowDir } from './libtensorflow.mjs'
import { inRoot, pinnedNode, readJson, toolEnv } from './places.mjs'
import { answers } from './probe.mjs'
import { SetupError } from './report.mjs'
import { isIntact, makeSealed } from './sealed.mjs'
import { libraryLinks, TENSORFLOW } from './wheels.mjs'

const folder = inRoot('node_modules', '@tensorflow', 'tfjs-node')
const deps = join(folder, 'deps')
const NAPI = 'napi-v8'
const binding = join(folder, 'lib', NAPI, 'tfjs_binding.node')
const MINUTES = 60_000

/** tfjs-node 4.22 still calls two functions that Node 23 dropped; one real sum shows that the library works. */
const TRY = `
  const util = require('node:util')
  util.isNullOrUndefined ??= (value) => value == null
  util.isArray ??= Array.isArray
  const tf = require('@tensorflow/tfjs-node')
  if (tf.add(1, 2).dataSync()[0] !== 3) process.exit(1)
  console.log('TensorFlow ' + tf.version['tfjs-node'] + ' on ' + tf.backend().binding.TF_Version)`

/** Step: tfjs-node has its TensorFlow library and its binding, and both load on the pinned Node. */
export async function tfjs({ doing, stamp }) {
  const noted = stamp.get('tfjs')
  if (noted && noted.seen === artefacts()) return `in place, TensorFlow ${noted.tensorflow}`

  const how = await obtain(doing)
  const { tensorflow, output } = await load(doing)
  if (!tensorflow) {
    throw new SetupError('tfjs-node was installed and does not load; its words are above.', tail(output))
  }
  stamp.set('tfjs', { seen: artefacts(), tensorflow })
  return `TensorFlow ${tensorflow}, ${how}`
}

/** What must not have changed since the library was last seen to load. */
function artefacts() {
  if (!existsSync(binding) || !existsSync(join(deps, 'lib'))) return null
  return fingerprint([pinnedNode().binary, binding, ...filesIn(join(deps, 'lib'))])
}

/** @returns {Promise<string>} where library and binding came from */
async function obtain(doing) {
  doing('looking into the cache')
  if (await isLibtensorflowCached()) return `library from the cache, binding ${await useCachedLibrary(doing)}`
  if (!isLinked() && (await load(doing)).tensorflow) return 'as its own installer left it'
  if (await ownInstaller(doing)) return 'by its own installer'
  const checked = await fetchLibtensorflow(doing)
  return `library from TensorFlow's wheel (${checked}), binding ${await useCachedLibrary(doing)}`
}

/** Whether deps/ was made by us: links into a cache that has just been found missing or damaged. */
const isLinked = () => lstatSync(join(deps, 'include'), { throwIfNoEntry: false })?.isSymbolicLink() ?? false

/** Tries the binding on the pinned Node. @returns {Promise<{ tensorflow?: string, output: string }>} */
async function load(doing) {
  if (!existsSync(binding)) return { output: '' }
  doing('loading it')
  const { ok, output } = await run(pinnedNode().binary, ['-e', TRY], {
    cwd: inRoot(),
    env: { ...toolEnv(), TF_CPP_MIN_LOG_LEVEL: '2' },
    limit: 2 * MINUTES,
  })
  return { tensorflow: ok ? /^TensorFlow \S+ on (\S+)$/m.exec(output)?.[1] : undefined, output }
}

/**
 * tfjs-node's own way: library and binding from its host. Cleans up after it, for it rewrites its own package.json
 * while it works and leaves half a deps/ folder where it fails.
 *
 * @returns {Promise<boolean>} whether it led to a binding that loads
 */
async function ownInstaller(doing) {
  const manifest = join(folder, 'package.json')
  const before = readFileSync(manifest, 'utf8')
  doing(`asking tfjs-node's own host`)
  if (!(await answers(readJson(manifest).binary.host))) return false
  doing(`tfjs-node's own installer`)
  clean()
  await run(pinnedNode().binary, [join('scripts', 'install.js')], {
    cwd: folder,
    env: toolEnv(),
    limit: 15 * MINUTES,
  })
  writeFileSync(manifest, before)
  if ((await load(doing)).tensorflow) return true
  clean()
  return false
}

function clean() {
  for (const made of ['deps', 'lib', `build-tmp-${NAPI}`])
    rmSync(join(folder, made), { recursive: true, force: true })
}

/** Links the cached library into node_modules. @returns {Promise<string>} where the binding came from */
async function useCachedLibrary(doing) {
  clean()
  const library = libtensorflowDir()
  mkdirSync(join(deps, 'lib'), { recursive: true })
  symlinkSync(join(library, 'include'), join(deps, 'include'))
  for (const [link, file] of libraryLinks()) symlinkSync(join(library, file), join(deps, 'lib', link))

  const { version } = readJson(join(folder, 'package.json'))
  const kept = join(
    cacheDir(),
    `tfjs-node-${version}-${NAPI}-${TENSORFLOW}-${process.platform}-${process.arch}`,
  )
  const keptBinding = join(kept, 'tfjs_binding.node')
  if (await isIntact(kept)) {
    mkdirSync(join(folder, 'lib', NAPI), { recursive: true })
    copyFileSync(keptBinding, binding)
    if ((await load(doing)).tensorflow) return 'from the cache'
  }
  await build(doing)
  await makeSealed(kept, (partial) => copyFileSync(binding, join(partial, 'tfjs_binding.node')))
  return 'built here'
}

async function build(doing) {
  await ensureCompiler(doing)
  doing('building the binding')
  const preGyp = inRoot('node_modules', '@mapbox', 'node-pre-gyp', 'bin', 'node-pre-gyp')
  // binding.gyp rewrites the load path of libtensorflow.2.dylib, but the wheel's library calls itself
  // libtensorflow_cc.2.dylib: on macOS the binding needs a run path to find it by.
  const env = process.platform === 'darwin' ? { LDFLAGS: '-Wl,-rpath,@loader_path/../../deps/lib' } : {}
  const made = await run(pinnedNode().binary, [preGyp, 'install', '--build-from-source'], {
    cwd: folder,
    env: { ...toolEnv(), JOBS: 'max', ...env },
  })
  rmSync(join(folder, `build-tmp-${NAPI}`), { recursive: true, force: true })
  if (!made.ok)
    throw new SetupError(
      'the tfjs-node binding could not be built; the words above say why.',
      tail(made.output),
    )
}
