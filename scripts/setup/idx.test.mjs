import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { gunzipSync } from 'node:zlib'
import { firstOfEachClass, readIdx, writeIdx } from './idx.mjs'
import { fashionMnist } from './fashion-mnist.mjs'
import { sha256 } from './hash.mjs'
import { inRoot } from './places.mjs'

describe('IDX', () => {
  it('of bytes reads back as written', () => {
    const idx = writeIdx('ubyte', [2, 3], [1, 2, 3, 4, 5, 255])
    expect(idx.subarray(0, 12)).toEqual(Buffer.from([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3]))
    expect(readIdx(idx)).toEqual({ shape: [2, 3], values: Buffer.from([1, 2, 3, 4, 5, 255]) })
  })

  it('of integers is big-endian', () => {
    expect(writeIdx('int', [2], [59_999, -1])).toEqual(
      Buffer.from([0, 0, 0x0c, 1, 0, 0, 0, 2, 0, 0, 0xea, 0x5f, 255, 255, 255, 255]),
    )
  })

  it('of another type is refused', () => {
    expect(() => readIdx(writeIdx('int', [1], [1]))).toThrow('unsigned bytes')
  })
})

describe('firstOfEachClass', () => {
  it('takes the first of each class, in the order of the file', () => {
    expect(firstOfEachClass([3, 3, 1, 3, 1, 2, 1], 2)).toEqual([0, 1, 2, 4, 5])
  })
})

describe('what ships', () => {
  const shipped = (name) => {
    const path = inRoot('resources', 'fashion-mnist', `${name}.gz`)
    expect(existsSync(path)).toBe(true)
    return gunzipSync(readFileSync(path))
  }

  it('holds the official test images and labels', () => {
    for (const name of ['t10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte']) {
      expect(sha256(shipped(name))).toBe(fashionMnist[name])
    }
  })

  it('holds 1,000 training images of each class', () => {
    const { values } = readIdx(shipped('train-10k-labels-idx1-ubyte'))
    const counts = Array.from({ length: 10 }, (_, label) => values.filter((value) => value === label).length)
    expect(counts).toEqual(Array(10).fill(1000))
    expect(readIdx(shipped('train-10k-images-idx3-ubyte')).shape).toEqual([10_000, 28, 28])
    expect(shipped('train-10k-indices-idx1-int')).toHaveLength(8 + 4 * 10_000)
  })
})
