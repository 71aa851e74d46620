import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import process from 'node:process'

/**
 * Makes a folder whole or not at all: `fill` writes into a new one beside it, which is then renamed into place.
 * A run that was cut short leaves nothing at `target`, and what it left beside goes at the next one.
 *
 * @param {string} target
 * @param {(folder: string) => Promise<void> | void} fill
 */
export async function putInPlace(target, fill) {
  const parent = dirname(target)
  mkdirSync(parent, { recursive: true })
  removeLeftovers(parent)
  const partial = join(parent, `.partial-${process.pid}-${basename(target)}`)
  mkdirSync(partial)
  try {
    await fill(partial)
    rmSync(target, { recursive: true, force: true })
    renameSync(partial, target)
  } finally {
    rmSync(partial, { recursive: true, force: true })
  }
}

/** Another set-up may be at work in the same cache: only what no living process is writing goes. */
function removeLeftovers(folder) {
  for (const name of readdirSync(folder)) {
    const pid = Number(/^\.partial-(\d+)-/.exec(name)?.[1])
    if (pid && (pid === process.pid || !isAlive(pid)))
      rmSync(join(folder, name), { recursive: true, force: true })
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
