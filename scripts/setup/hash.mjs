import { createHash } from 'node:crypto'
import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** @param {string | Uint8Array} data @returns {string} hex */
export const sha256 = (data) => createHash('sha256').update(data).digest('hex')

/** @param {string} path @returns {Promise<string>} hex; streamed, for TensorFlow is 800 MB */
export async function sha256OfFile(path) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

/** @param {string} folder @returns {string[]} every file in it, at any depth, sorted; none if it isn't there */
export function filesIn(folder) {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}

/** @param {string} base @param {string[]} files @returns {string} one hash of their names and contents */
export function sha256OfFiles(base, files) {
  const hash = createHash('sha256')
  for (const file of files) {
    hash.update(`${relative(base, file)}\0`)
    hash.update(createHash('sha256').update(readFileSync(file)).digest())
  }
  return hash.digest('hex')
}

/**
 * Size and time of each file, links followed: the cheap proof that what was once checked in full is still there,
 * untouched. `null` if one of them is gone.
 *
 * @param {string[]} files
 * @returns {string | null}
 */
export function fingerprint(files) {
  const seen = files.map((file) => {
    const stat = statSync(file, { throwIfNoEntry: false })
    return stat?.isFile() ? `${file}|${stat.size}|${stat.mtimeMs}` : null
  })
  return seen.includes(null) ? null : sha256(seen.join('\n'))
}
