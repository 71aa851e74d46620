/**
 * Makes resources/fashion-mnist/, the part of Fashion-MNIST that ships: all test images, and the first 1,000 training
 * images of each class. Reads the full set from the cache (`npm run setup` puts it there).
 *
 *   node scripts/make-embedded-dataset.mjs
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { fashionMnistDir } from './setup/fashion-mnist.mjs'
import { firstOfEachClass, readIdx, writeIdx } from './setup/idx.mjs'
import { inRoot } from './setup/places.mjs'

const PER_CLASS = 1000
const SIDE = 28

const read = (name) => readFileSync(join(fashionMnistDir(), name))

/** Node's gzip writes no time and no name into the header, so a second run makes the same files. */
function write(name, idx) {
  const gz = gzipSync(idx, { level: 9 })
  writeFileSync(inRoot('resources', 'fashion-mnist', `${name}.gz`), gz)
  console.log(`${name}.gz: ${gz.length.toLocaleString('en')} bytes`)
}

for (const name of ['t10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte']) write(name, read(name))

const images = readIdx(read('train-images-idx3-ubyte')).values
const labels = readIdx(read('train-labels-idx1-ubyte')).values
const chosen = firstOfEachClass(labels, PER_CLASS)
const pixels = Buffer.concat(chosen.map((i) => images.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE)))

write('train-10k-images-idx3-ubyte', writeIdx('ubyte', [chosen.length, SIDE, SIDE], pixels))
write(
  'train-10k-labels-idx1-ubyte',
  writeIdx(
    'ubyte',
    [chosen.length],
    chosen.map((i) => labels[i]),
  ),
)
write('train-10k-indices-idx1-int', writeIdx('int', [chosen.length], chosen))
