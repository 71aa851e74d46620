import { HaberdashError } from '../../../shared/errors.ts'

export type Idx = { dimensions: number[]; data: Uint8Array }

const UNSIGNED_BYTE = 0x08
const INT32 = 0x0c

/**
 * Reads an IDX file of bytes (the format of MNIST: magic 0 0 8 n, then n big-endian uint32 sizes, then the data).
 * `data` is a view into `file`, row-major.
 * @throws HaberdashError `dataset-corrupt` for any other type, or a file longer or shorter than its header says
 */
export function parseIdx(file: Uint8Array, name: string): Idx {
  const { dimensions, start } = parseHeader(file, name, UNSIGNED_BYTE, 1)
  return { dimensions, data: file.subarray(start) }
}

/** Reads a one-dimensional IDX file of big-endian int32. @throws HaberdashError `dataset-corrupt` */
export function parseIdxInts(file: Uint8Array, name: string): Int32Array {
  const { dimensions, start } = parseHeader(file, name, INT32, 4)
  const view = new DataView(file.buffer, file.byteOffset)
  return Int32Array.from({ length: dimensions[0] ?? 0 }, (_, i) => view.getInt32(start + i * 4))
}

function parseHeader(file: Uint8Array, name: string, type: number, bytesEach: number) {
  const corrupt = (why: string) =>
    new HaberdashError('dataset-corrupt', `The dataset's file ${name} is damaged: ${why}.`, {
      todo: 'Run "npm run setup" to fetch it again.',
    })
  if (file.length < 4 || file[0] !== 0 || file[1] !== 0 || file[2] !== type)
    throw corrupt('its header is wrong')
  const rank = file[3]!
  const start = 4 + rank * 4
  if (rank < 1 || file.length < start) throw corrupt('its header is cut short')
  const view = new DataView(file.buffer, file.byteOffset)
  const dimensions = Array.from({ length: rank }, (_, i) => view.getUint32(4 + i * 4))
  const size = dimensions.reduce((product, n) => product * n, bytesEach)
  if (file.length - start !== size)
    throw corrupt(`it should hold ${size} bytes and holds ${file.length - start}`)
  return { dimensions, start }
}
