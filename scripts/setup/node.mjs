import { run } from './child.mjs'
import { fingerprint } from './hash.mjs'
import { pinnedNode } from './places.mjs'
import { SetupError } from './report.mjs'

const MAJOR = 24

/** Step: the Node that everything runs on, whatever the machine has. */
export async function node({ stamp }) {
  const { binary, headers } = pinnedNode()
  const seen = fingerprint([binary])
  const noted = stamp.get('node')
  if (seen && noted?.seen === seen) return noted.what
  const { ok, output } = await run(binary, ['-p', 'process.versions.node'])
  const version = output.trim()
  if (!ok) {
    throw new SetupError(
      'the pinned Node is not in node_modules or does not start; delete node_modules and run this again.',
    )
  }
  if (Number.parseInt(version, 10) < MAJOR) {
    throw new SetupError(
      `npm has no Node package for this platform; install Node.js ${MAJOR} or newer (this is ${version}).`,
    )
  }
  const what = headers
    ? `${version}, pinned`
    : `${version}, the machine's own (npm has none for this platform)`
  stamp.set('node', { seen, what })
  return what
}
