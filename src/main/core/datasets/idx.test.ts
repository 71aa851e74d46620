import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseIdx, parseIdxInts } from './idx.ts'

/** An IDX file as its specification says, written independently of the reader. */
function idx(type: number, dimensions: number[], data: Uint8Array): Uint8Array {
  const header = Buffer.alloc(4 + dimensions.length * 4)
  header.set([0, 0, type, dimensions.length])
  dimensions.forEach((size, i) => header.writeUInt32BE(size, 4 + i * 4))
  return Buffer.concat([header, data])
}

const shapes = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 3 })

describe('parseIdx', () => {
  it('gives back the sizes and bytes of any file of bytes', () => {
    fc.assert(
      fc.property(shapes, fc.infiniteStream(fc.nat(255)), (dimensions, stream) => {
        const size = dimensions.reduce((product, n) => product * n, 1)
        const data = Uint8Array.from(stream.take(size))
        const parsed = parseIdx(idx(8, dimensions, data), 'test')
        expect(parsed.dimensions).toEqual(dimensions)
        expect(Array.from(parsed.data)).toEqual(Array.from(data))
      }),
    )
  })

  it('refuses a file one byte too short, one too long, or cut in its header', () => {
    const whole = idx(8, [2, 3], new Uint8Array(6))
    for (const file of [whole.subarray(0, -1), Buffer.concat([whole, Buffer.of(0)]), whole.subarray(0, 7)]) {
      expect(() => parseIdx(file, 'train labels')).toThrow(
        expect.objectContaining({
          code: 'dataset-corrupt',
          message: expect.stringContaining('train labels'),
        }),
      )
    }
  })

  it('never throws anything but dataset-corrupt, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          parseIdx(bytes, 'noise')
        } catch (error) {
          expect(error).toMatchObject({ code: 'dataset-corrupt' })
        }
      }),
    )
  })

  it('reads int32 big-endian', () => {
    const data = Buffer.alloc(8)
    data.writeInt32BE(59_999, 0)
    data.writeInt32BE(-2, 4)
    expect([...parseIdxInts(idx(0x0c, [2], data), 'indices')]).toEqual([59_999, -2])
    expect(() => parseIdxInts(idx(8, [8], data), 'indices')).toThrow()
  })
})
