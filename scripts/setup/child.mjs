import { spawn } from 'node:child_process'
import process from 'node:process'
import { stripVTControlCharacters } from 'node:util'

/** Children that still run; set-up never leaves one behind. */
const running = new Set()

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 }
const stop = (signal) => process.exit(signals[signal])
const endAll = () => running.forEach(kill)

/** Only while a child runs do signals end this process by our rule: others import this file too, and have their own. */
function add(child) {
  if (!running.size) {
    process.on('exit', endAll)
    for (const signal of Object.keys(signals)) process.on(signal, stop)
  }
  running.add(child)
}

function remove(child) {
  running.delete(child)
  if (running.size) return
  process.off('exit', endAll)
  for (const signal of Object.keys(signals)) process.off(signal, stop)
}

/** Ends a child with its own children: it leads a process group on every system that has them. */
function kill(child) {
  try {
    if (process.platform === 'win32') child.kill()
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has just ended by itself.
  }
}

/**
 * Runs a command quietly to its end. Never rejects: a command that is not there is one that failed.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, limit?: number }} [options] `limit`: milliseconds it may take
 * @returns {Promise<{ ok: boolean, output: string, missing: boolean, timedOut: boolean }>} output: both streams
 */
export function run(command, args, { cwd, env, limit } = {}) {
  return new Promise((done) => {
    let output = ''
    let timedOut = false
    let missing = false
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    })
    add(child)
    const timer =
      limit &&
      setTimeout(() => {
        timedOut = true
        kill(child)
      }, limit)
    const keep = (chunk) => (output = (output + chunk).slice(-100_000))
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const end = (code) => {
      clearTimeout(timer)
      remove(child)
      done({ ok: code === 0, output, missing, timedOut })
    }
    child.on('error', (error) => {
      missing = error.code === 'ENOENT'
      output += error.message
      end(1)
    })
    child.on('close', end)
  })
}

/** @param {string} output @param {number} [lines] @returns {string} its last lines, indented, plain */
export const tail = (output, lines = 15) =>
  stripVTControlCharacters(output)
    .trimEnd()
    .split(/\r?\n/)
    .slice(-lines)
    .map((line) => `    ${line}`)
    .join('\n')
