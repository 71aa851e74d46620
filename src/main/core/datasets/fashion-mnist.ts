import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { FASHION_MNIST_CLASSES, FASHION_MNIST_INPUT, inputSize } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { parseIdx, parseIdxInts } from './idx.ts'

const IMAGE_BYTES = inputSize(FASHION_MNIST_INPUT)

export type DatasetSplit = {
  /** Class index (0..9) of each image. */
  labels: Uint8Array
  /** Each image's index in the official file of the split, ascending. */
  indices: Int32Array
  /** 784 bytes of the image with this official index. @throws HaberdashError `image-unknown` */
  pixels(index: number): Uint8Array
}

export type ImageSet = { name: string; variant: 'full' | 'embedded'; train: DatasetSplit; test: DatasetSplit }

/** Where the two variants lie: the full one in the per-user cache, the embedded one in resources/. */
export type DatasetFolders = { cache: string; resources: string }

/**
 * Fashion-MNIST (Xiao, Rasul, Vollgraf 2017): all 70,000 images where setup has put them into the cache, else the
 * 20,000 that ship (all 10,000 test images, 1,000 training images of each class).
 * @throws HaberdashError `dataset-missing`, `dataset-corrupt`
 */
export function openFashionMnist(
  folders: DatasetFolders,
  wanted: 'auto' | 'full' | 'embedded' = 'auto',
): ImageSet {
  const name = 'Fashion-MNIST'
  if (wanted !== 'embedded' && hasFull(folders.cache)) {
    const read = (file: string) => readFileSync(join(folders.cache, file))
    return {
      name,
      variant: 'full',
      train: split('train', read('train-images-idx3-ubyte'), read('train-labels-idx1-ubyte')),
      test: split('test', read('t10k-images-idx3-ubyte'), read('t10k-labels-idx1-ubyte')),
    }
  }
  if (wanted === 'full') throw missing(folders.cache)
  const read = (file: string) =>
    gunzipSync(readResource(join(folders.resources, `${file}.gz`)), { maxOutputLength: 2 ** 26 })
  return {
    name,
    variant: 'embedded',
    train: split(
      'train',
      read('train-10k-images-idx3-ubyte'),
      read('train-10k-labels-idx1-ubyte'),
      parseIdxInts(read('train-10k-indices-idx1-int'), 'train-10k-indices-idx1-int'),
    ),
    test: split('test', read('t10k-images-idx3-ubyte'), read('t10k-labels-idx1-ubyte')),
  }
}

const FULL_FILES = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
]

const hasFull = (folder: string) => FULL_FILES.every((file) => existsSync(join(folder, file)))

function readResource(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new HaberdashError('dataset-missing', 'The images that ship with Haberdash are not there.', {
      todo: 'Install Haberdash again.',
      cause: error,
    })
  }
}

const missing = (folder: string) =>
  new HaberdashError('dataset-missing', `The full Fashion-MNIST is not in ${folder}.`, {
    todo: 'Run "npm run setup", or go on with the 20,000 images that ship.',
  })

function split(
  name: 'train' | 'test',
  images: Uint8Array,
  labels: Uint8Array,
  indices?: Int32Array,
): DatasetSplit {
  const pictures = parseIdx(images, `${name} images`)
  const { data } = parseIdx(labels, `${name} labels`)
  const [count = 0, height, width] = pictures.dimensions
  const fits =
    height === FASHION_MNIST_INPUT.height && width === FASHION_MNIST_INPUT.width && data.length === count
  const known = data.every((label) => label < FASHION_MNIST_CLASSES.length)
  if (!fits || !known || (indices && indices.length !== count)) {
    throw new HaberdashError(
      'dataset-corrupt',
      `The ${name} images and labels of the dataset do not belong together.`,
      {
        todo: 'Run "npm run setup" to fetch them again.',
      },
    )
  }
  const official = indices ?? Int32Array.from({ length: count }, (_, i) => i)
  const positions = new Map(Array.from(official, (index, position) => [index, position]))
  return {
    labels: data,
    indices: official,
    pixels(index) {
      const position = positions.get(index)
      if (position === undefined) {
        throw new HaberdashError('image-unknown', `Image ${index} is not among the loaded ${name} images.`, {
          todo: 'Run "npm run setup" to fetch all 70,000 images.',
        })
      }
      return pictures.data.subarray(position * IMAGE_BYTES, (position + 1) * IMAGE_BYTES)
    },
  }
}
