/**
 * Opens the app: Electron where it is, the person's own browser elsewhere, and says which and why.
 *
 *   npm start -- [--browser] [--library DIR] [--port N]
 *
 * --browser chooses the browser; everything else is passed on to the door.
 */
import { spawn } from 'node:child_process'
import process from 'node:process'
import { chooseDoor } from './setup/door.mjs'
import { electronBinary } from './setup/electron.mjs'
import { inRoot, pinnedNode, toolEnv } from './setup/places.mjs'

const electron = electronBinary()
const { door, why, args } = chooseDoor({
  args: process.argv.slice(2),
  electron,
  platform: process.platform,
  env: process.env,
  uid: process.getuid?.(),
})
console.log(
  door === 'electron'
    ? `Opening Haberdash in Electron (${why}).`
    : `Opening Haberdash in your browser: ${why}.`,
)

const [command, ...first] =
  door === 'electron'
    ? [electron, inRoot()]
    : [pinnedNode().binary, inRoot('bin', 'haberdash.mjs'), 'serve', '--open']
// In the person's own folder, so that a relative --library means what they think.
const cwd = process.env.INIT_CWD ?? process.cwd()
const child = spawn(command, [...first, ...args], { cwd, env: toolEnv(), stdio: 'inherit' })

// The child ends first and in its own way. Ctrl-C in a terminal reaches it without us; a plain kill doesn't.
process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))

child.on('error', (error) => {
  console.error(`${command} could not be started: ${error.message}`)
  process.exitCode = 1
})
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143)
  if (door === 'electron' && process.exitCode && !signal) {
    console.error(
      `Electron ended with code ${code}; npm start -- --browser opens the app in your browser instead.`,
    )
  }
})
