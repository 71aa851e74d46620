/**
 * IDX, the format of MNIST's files: two zero bytes, a type, the number of dimensions, each dimension as a big-endian
 * 32-bit number, then the values.
 */
const types = { ubyte: { code: 0x08, size: 1 }, int: { code: 0x0c, size: 4 } }

/**
 * @param {'ubyte' | 'int'} type
 * @param {number[]} shape
 * @param {ArrayLike<number>} values
 * @returns {Buffer}
 */
export function writeIdx(type, shape, values) {
  const { code, size } = types[type]
  const head = 4 + 4 * shape.length
  const idx = Buffer.alloc(head + size * values.length)
  idx.set([0, 0, code, shape.length])
  shape.forEach((length, dimension) => idx.writeUInt32BE(length, 4 + 4 * dimension))
  if (type === 'ubyte') idx.set(values, head)
  else for (let i = 0; i < values.length; i++) idx.writeInt32BE(values[i], head + size * i)
  return idx
}

/**
 * @param {Buffer} idx of unsigned bytes
 * @returns {{ shape: number[], values: Buffer }}
 */
export function readIdx(idx) {
  if (idx[2] !== types.ubyte.code) throw new Error('not an IDX file of unsigned bytes')
  const shape = Array.from({ length: idx[3] }, (_, dimension) => idx.readUInt32BE(4 + 4 * dimension))
  return { shape, values: idx.subarray(4 + 4 * shape.length) }
}

/**
 * A stratified choice that anyone can repeat: the first so many of each class, in the order of the file.
 *
 * @param {ArrayLike<number>} labels
 * @param {number} perClass
 * @returns {number[]} indices, ascending
 */
export function firstOfEachClass(labels, perClass) {
  const taken = new Map()
  return Array.from(labels, (_, index) => index).filter((index) => {
    const count = taken.get(labels[index]) ?? 0
    taken.set(labels[index], count + 1)
    return count < perClass
  })
}
