import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { cacheDir } from './cache-dir.mjs'
import { run, tail } from './child.mjs'
import { canInstallDebianPackages, installDebianPackages } from './debian.mjs'
import { sha256OfFile } from './hash.mjs'
import { SetupError } from './report.mjs'
import { isIntact, makeSealed } from './sealed.mjs'
import { headerPrefixes, libraryFiles, TENSORFLOW, wheelFor } from './wheels.mjs'

const MINUTES = 60_000

/** Where the unpacked library is kept for every clone of this person. */
export const libtensorflowDir = () =>
  join(cacheDir(), `libtensorflow-${TENSORFLOW}-${process.platform}-${process.arch}`)

/** @returns {Promise<boolean>} whether the cache holds the library, whole: 850 MB are hashed, so ask once */
export const isLibtensorflowCached = () => isIntact(libtensorflowDir())

/**
 * Gets libtensorflow out of TensorFlow's wheel into the per-user cache.
 *
 * @param {(what: string) => void} doing
 * @returns {Promise<string>} how its hash was checked
 */
export async function fetchLibtensorflow(doing) {
  const wheel = wheelFor()
  if (!wheel) {
    throw new SetupError(
      `tfjs-node's own host can't be reached and ${process.platform} ${process.arch} has no TensorFlow wheel to take the ` +
        'library from; run this again with a connection to that host.',
    )
  }
  const python = await ensurePip(doing)
  await makeSealed(libtensorflowDir(), async (folder) => {
    const path = join(folder, wheel.file)
    await download(python, wheel, folder, doing)
    doing('checking the wheel')
    if (wheel.sha256 && (await sha256OfFile(path)) !== wheel.sha256) {
      throw new SetupError(
        `${wheel.file} is not the file whose SHA-256 is pinned; the index it came from can't be trusted.`,
      )
    }
    doing('unpacking the libraries')
    const wanted = [...libraryFiles(), ...headerPrefixes.map((prefix) => `include/${prefix}`)]
    const script = join(import.meta.dirname, 'unpack-wheel.py')
    const unpack = await run(python, [script, path, folder, ...wanted])
    rmSync(path)
    if (!unpack.ok)
      throw new SetupError(`${wheel.file} could not be unpacked; is the disk full?`, tail(unpack.output))
    doing('writing down its hashes')
  })
  return wheel.sha256
    ? 'SHA-256 as pinned'
    : 'SHA-256 as the index says, for none is pinned for this platform'
}

async function download(python, { requirement, pip }, folder, doing) {
  doing(`pip download ${requirement}`)
  const only = ['--no-deps', '--only-binary=:all:', '--no-cache-dir', '--disable-pip-version-check', ...pip]
  const { ok, timedOut, output } = await run(
    python,
    ['-m', 'pip', 'download', ...only, requirement, '-d', folder],
    {
      limit: 30 * MINUTES,
    },
  )
  if (ok) return
  throw new SetupError(
    `libtensorflow is missing: neither tfjs-node's own host nor a Python package index gave it${timedOut ? ' in time' : ''}; ` +
      'run this again with a connection to one of them.',
    tail(output, 4),
  )
}

/** @returns {Promise<string>} a Python that has pip */
async function ensurePip(doing) {
  const find = async () => {
    for (const python of ['python3', 'python']) {
      if ((await run(python, ['-m', 'pip', '--version'])).ok) return python
    }
  }
  const found = await find()
  if (found) return found
  if (canInstallDebianPackages()) {
    doing('apt-get install python3-pip')
    if (await installDebianPackages(['python3-pip'])) return 'python3'
  }
  throw new SetupError(
    "tfjs-node's own host can't be reached, and the other way to libtensorflow needs Python 3 with pip; install them, then run this again.",
  )
}
