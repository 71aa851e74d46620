import { run } from './child.mjs'
import { canInstallDebianPackages, installDebianPackages } from './debian.mjs'
import { SetupError } from './report.mjs'

/**
 * What node-gyp needs and npm can't bring: a C++ compiler, make and Python.
 *
 * @param {(what: string) => void} doing
 */
export async function ensureCompiler(doing) {
  if (process.platform === 'win32') return // node-gyp finds Visual Studio by itself, and says so where there is none.
  const compiler = process.env.CXX || (process.platform === 'darwin' ? 'c++' : 'g++')
  const missing = await absent([compiler, 'make', 'python3'])
  if (!missing.length) return
  if (canInstallDebianPackages()) {
    doing('apt-get install g++ make python3')
    if (await installDebianPackages(['g++', 'make', 'python3'])) return
  }
  const advice =
    process.platform === 'darwin' ? 'run xcode-select --install' : 'install a C++ compiler, make and Python 3'
  const tools = `${new Intl.ListFormat('en').format(missing)} ${missing.length > 1 ? 'are' : 'is'} missing`
  throw new SetupError(`${tools}, needed to build native code; ${advice}, then run this again.`)
}

/** @param {string[]} commands @returns {Promise<string[]>} those that don't run */
async function absent(commands) {
  const results = await Promise.all(commands.map((command) => run(command, ['--version'])))
  return commands.filter((_, index) => !results[index].ok)
}
