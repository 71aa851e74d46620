import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { putInPlace } from './beside.mjs'
import { filesIn, sha256OfFile } from './hash.mjs'

const SEAL = 'manifest.json'

/**
 * Makes a cache folder together with a manifest of its contents' sizes and SHA-256, so that `isIntact` can tell later
 * whether it is still what was put there.
 *
 * @param {string} folder
 * @param {(folder: string) => Promise<void> | void} fill
 */
export const makeSealed = (folder, fill) =>
  putInPlace(folder, async (partial) => {
    await fill(partial)
    const files = {}
    for (const path of filesIn(partial)) {
      const name = relative(partial, path).split(sep).join('/')
      files[name] = { size: statSync(path).size, sha256: await sha256OfFile(path) }
    }
    writeFileSync(join(partial, SEAL), `${JSON.stringify({ files }, null, 2)}\n`)
  })

/**
 * Whether every file of a sealed folder is there, with the size and the hash its manifest says.
 *
 * @param {string} folder
 * @returns {Promise<boolean>}
 */
export async function isIntact(folder) {
  const files = readSeal(folder)
  if (!files.length) return false
  const sizesMatch = files.every(
    ([name, { size }]) => statSync(join(folder, name), { throwIfNoEntry: false })?.size === size,
  )
  if (!sizesMatch) return false
  for (const [name, { sha256 }] of files) {
    if ((await sha256OfFile(join(folder, name))) !== sha256) return false
  }
  return true
}

/** @returns {[string, { size: number, sha256: string }][]} */
function readSeal(folder) {
  try {
    return Object.entries(JSON.parse(readFileSync(join(folder, SEAL), 'utf8')).files)
  } catch {
    return []
  }
}
