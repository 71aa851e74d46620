import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { onTestFinished } from 'vitest'
import { inputSize, type ImageId, type ModelId } from '../../../shared/domain.ts'
import { Random } from '../../../shared/random.ts'
import type { DatasetSplit, ImageSet } from '../datasets/fashion-mnist.ts'
import { openLibrary, type Library } from '../library/library.ts'
import type { Manifest } from '../models/manifest.ts'
import { sha256, splitOfPhoto } from '../photos/store.ts'

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'haberdash-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A small image set in Fashion-MNIST's form: classes in turn, each a bright bar at its own height. */
export function tinyDataset(train = 100, test = 50, variant: ImageSet['variant'] = 'full'): ImageSet {
  return { name: 'Fashion-MNIST', variant, train: tinySplit(train, 1), test: tinySplit(test, 2) }
}

function tinySplit(count: number, seed: number): DatasetSplit {
  const random = new Random(seed, 'tiny dataset')
  const pictures = Array.from({ length: count }, (_, i) => {
    const top = (i % 10) * 2 + 4
    return Uint8Array.from({ length: 784 }, (_, pixel) => {
      const row = Math.floor(pixel / 28)
      return (row === top || row === top + 1 ? 200 : 0) + random.below(40)
    })
  })
  return {
    labels: Uint8Array.from(pictures, (_, i) => i % 10),
    indices: Int32Array.from(pictures, (_, i) => i),
    pixels: (index) => pictures[index]!,
  }
}

/** A library on the tiny dataset, closed and gone after the test. */
export function temporaryLibrary(dataset = tinyDataset()): Library {
  const library = openLibrary(join(temporaryFolder(), 'wardrobe'), () => dataset)
  onTestFinished(() => library.close())
  return library
}

/** A row of a model version that has no files: enough for what never asks the engine. */
export function addVersion(
  library: Library,
  id: ModelId,
  classes: string[],
  more: Partial<Manifest> = {},
): void {
  const manifest: Manifest = {
    ...{ format: 1, id, parent: null, recipe: { name: 'by hand' }, seed: 1, input: library.input, classes },
    ...{
      dataFingerprint: '',
      createdAt: '2026-01-01T00:00:00.000Z',
      parameters: 1,
      temperature: 1,
      threshold: 0,
    },
    ...{ scores: { test: null, holdout: null }, before: null, curve: [] },
    ...more,
  }
  library.db.write
    .prepare("INSERT INTO models (id, created_at, bytes, manifest) VALUES (?, '', 1, ?)")
    .run(id, JSON.stringify(manifest))
}

/** Ids of a library's images, ascending. */
export const imageIds = (library: Library, where = '1'): ImageId[] =>
  library.db.read.prepare(`SELECT id FROM images WHERE ${where} ORDER BY id`).pluck().all() as ImageId[]

/** Photos `from`..`to` - 1, labelled with the fourth class, of noise, without their files: enough to choose and learn from. */
export function addPhotoRows(library: Library, from: number, to: number): void {
  const { write } = library.db
  const image = write.prepare(
    "INSERT INTO images (source, split, label_class, label_actor) VALUES ('photo', ?, 4, 'import')",
  )
  const photo = write.prepare(
    `INSERT INTO photos (image_id, sha256, name, format, bytes, width, height, added_at)
     VALUES (?, ?, 'a.jpg', 'jpeg', 1, 1, 1, '2026-01-01T00:00:00Z')`,
  )
  const input = write.prepare('INSERT INTO model_inputs (image_id, spec, pixels) VALUES (?, ?, ?)')
  for (let n = from; n < to; n++) {
    const hash = sha256(Buffer.from(String(n)))
    const { lastInsertRowid: id } = image.run(splitOfPhoto(hash))
    photo.run(id, hash)
    const random = new Random(n, 'photo rows')
    const pixels = Uint8Array.from({ length: inputSize(library.input) }, () => random.below(256))
    input.run(id, JSON.stringify(library.input), pixels)
  }
}

/** A photo for each number, unlike those of its neighbours: a dark rectangle on a light ground. */
export async function photoBytes(n: number, format: 'jpeg' | 'png' = 'jpeg'): Promise<Uint8Array> {
  const garment = {
    width: 60 + (n % 7),
    height: 90,
    channels: 3 as const,
    background: { r: (n * 53) % 100, g: (n * 31) % 90, b: (n * 71) % 110 },
  }
  const ground = { r: 255 - ((n * 29) % 60), g: 255 - ((n * 43) % 60), b: 255 - ((n * 17) % 60) }
  const at = { left: 10 + ((n * 13) % 40), top: 10 + ((n * 7) % 40) }
  return sharp({ create: { width: 120, height: 150, channels: 3, background: ground } })
    .composite([{ input: await sharp({ create: garment }).png().toBuffer(), ...at }])
    .toFormat(format)
    .toBuffer()
}
