import { existsSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { putInPlace } from './beside.mjs'
import { cacheDir } from './cache-dir.mjs'
import { canInstallDebianPackages, installDebianPackages } from './debian.mjs'
import { fingerprint, sha256, sha256OfFile } from './hash.mjs'
import { SetupError } from './report.mjs'
import { isRecent } from './stamp.mjs'

/** SHA-256 of the official files, decompressed (the .gz differ from copy to copy in their headers). */
export const fashionMnist = {
  'train-images-idx3-ubyte': 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
  'train-labels-idx1-ubyte': 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
  't10k-images-idx3-ubyte': '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
  't10k-labels-idx1-ubyte': '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
}
const names = Object.keys(fashionMnist)

const DEBIAN_COPY = '/usr/share/datasets/fashion-mnist'
const OFFICIAL = 'http://fashion-mnist.s3-website.eu-central-1.amazonaws.com'

/** Where the four files are kept, raw, for every clone of this person; the app reads them here. */
export const fashionMnistDir = () => join(cacheDir(), 'fashion-mnist')

/** Step: all 70,000 images. Without them the app uses the 20,000 that ship, so this never stops set-up. */
export async function dataset({ doing, stamp, retry }) {
  const folder = fashionMnistDir()
  const seen = () => fingerprint(names.map((name) => join(folder, name)))
  if (seen() && stamp.get('dataset')?.seen === seen()) return '70,000 images in the cache'
  doing('checking the cache')
  let from = 'in the cache, SHA-256 checked'
  if (!(await isOfficial(folder))) {
    if (!retry && isRecent(stamp.get('dataset')?.failedAt)) throw unavailable()
    const source = await firstThatWorks(folder, doing)
    if (!source) {
      stamp.set('dataset', { failedAt: Date.now() })
      throw unavailable()
    }
    from = `from ${source}, SHA-256 checked`
  }
  stamp.set('dataset', { seen: seen() })
  return `70,000 images ${from}`
}

const unavailable = () =>
  new SetupError(
    'the full 70,000 images could not be had, so the 20,000 that ship are used; npm run setup -- --retry tries again.',
  )

async function isOfficial(folder) {
  for (const name of names) {
    const path = join(folder, name)
    if (!existsSync(path) || (await sha256OfFile(path)) !== fashionMnist[name]) return false
  }
  return true
}

/** @returns {Promise<string | undefined>} the source the cache was filled from */
async function firstThatWorks(folder, doing) {
  const sources = [
    [DEBIAN_COPY, () => localCopy()],
    ["Debian's dataset-fashion-mnist", () => debianPackage(doing)],
    ['the official download', () => officialDownload(doing)],
  ]
  for (const [source, read] of sources) {
    try {
      const readFileOf = await read()
      if (!readFileOf) continue
      await putInPlace(folder, (partial) => fill(partial, readFileOf))
      return source
    } catch {
      // Absent, cut off or other bytes than the official ones: the next source may be better.
    }
  }
}

/** Writes the four files, each only if it is the official one. */
async function fill(folder, readFileOf) {
  for (const name of names) {
    const bytes = gunzipSync(await readFileOf(`${name}.gz`))
    if (sha256(bytes) !== fashionMnist[name]) throw new Error(`${name} differs from the official file`)
    writeFileSync(join(folder, name), bytes)
  }
}

const localCopy = () => (existsSync(DEBIAN_COPY) ? (file) => readFile(join(DEBIAN_COPY, file)) : null)

async function debianPackage(doing) {
  if (!canInstallDebianPackages() || existsSync(DEBIAN_COPY)) return null
  doing('apt-get install dataset-fashion-mnist')
  await installDebianPackages(['dataset-fashion-mnist'])
  return localCopy()
}

/** Plain http, as its README names it: the pinned hashes say whether what came is genuine. */
const officialDownload = (doing) => async (file) => {
  const stalled = new AbortController()
  const wait = () => setTimeout(() => stalled.abort(), 15_000)
  let timer = wait()
  try {
    const response = await fetch(`${OFFICIAL}/${file}`, { signal: stalled.signal })
    if (!response.ok) throw new Error(`${file}: HTTP ${response.status}`)
    const total = Number(response.headers.get('content-length'))
    const chunks = []
    let got = 0
    for await (const chunk of response.body) {
      clearTimeout(timer)
      timer = wait()
      chunks.push(chunk)
      got += chunk.length
      doing(`downloading ${file}${total ? ` ${Math.round((100 * got) / total)} %` : ''}`)
    }
    return Buffer.concat(chunks)
  } finally {
    clearTimeout(timer)
  }
}
