import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { places } from '../src/main/places.ts'

const CACHE = join(places.cache, 'fashion-mnist')
const DEBIAN = '/usr/share/datasets/fashion-mnist'

/** A folder with the files of Fashion-MNIST, plain or gzipped: the cache that setup fills, or Debian's package. */
export const dataFolder = (): string => (existsSync(CACHE) ? CACHE : DEBIAN)

/** An IDX file's bytes after its header. */
export function readIdx(name: string, header: number): Uint8Array {
  const plain = join(dataFolder(), name)
  const bytes = existsSync(plain) ? readFileSync(plain) : gunzipSync(readFileSync(`${plain}.gz`))
  return new Uint8Array(bytes.subarray(header))
}
