import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImageId, InputSpec } from '../../../shared/domain.ts'
import type { Engine } from '../engine-client.ts'
import { writeFileWhole } from '../library/files.ts'
import type { Library } from '../library/library.ts'
import { asFix } from '../photos/fixes.ts'
import { toModelInput } from '../photos/preprocess.ts'
import { readStored } from '../photos/stored.ts'
import { backboneFolder, type BackboneEntry } from './store.ts'

/** Photos in one call of the engine. */
const BATCH = 64

type Photo = { sha256: string; name: string; fix: string | null }

/**
 * A backbone's features of photos, in the order asked: float32, one row each. They are kept in the library by what they
 * follow from (backbone, photo, its fix, the way to the input), so that no photo is seen twice.
 * @param told how many are done, after each batch
 * @throws HaberdashError a photo-… code, what the engine or the disk had to say
 */
export async function featuresOf(
  library: Library,
  engine: Engine,
  backbone: BackboneEntry,
  ids: ImageId[],
  told: (done: number) => void = () => {},
): Promise<{ rows: Float32Array<ArrayBuffer>; cached: number }> {
  const { side, features } = backbone
  const input: InputSpec = { form: 'colour', width: side, height: side, channels: 3, version: 1 }
  const rows = new Float32Array(ids.length * features)
  const photos = photosOf(library, ids)
  const fileOf = (photo: Photo) => featureFile(library, backbone, input, photo)
  const kept = await Promise.all(photos.map((photo) => readRow(fileOf(photo), features)))
  kept.forEach((row, i) => row && rows.set(row, i * features))
  const missing = [...photos.keys()].filter((i) => !kept[i])
  for (let start = 0; start < missing.length; start += BATCH) {
    const part = missing.slice(start, start + BATCH)
    const made = await embed(
      library,
      engine,
      backbone,
      input,
      part.map((i) => photos[i]!),
    )
    for (const [n, i] of part.entries()) {
      const row = made.slice(n * features, (n + 1) * features)
      rows.set(row, i * features)
      await writeFileWhole(fileOf(photos[i]!), new Uint8Array(row.buffer), 'remakeable')
    }
    told(ids.length - missing.length + start + part.length)
  }
  return { rows, cached: ids.length - missing.length }
}

function photosOf(library: Library, ids: ImageId[]): Photo[] {
  return library.db.read
    .prepare(
      `SELECT sha256, name, fix FROM json_each(?) AS wanted CROSS JOIN photos ON photos.image_id = wanted.value
       LEFT JOIN photo_fixes ON photo_fixes.image_id = photos.image_id ORDER BY wanted.key`,
    )
    .all(JSON.stringify(ids)) as Photo[]
}

function featureFile(
  library: Library,
  backbone: BackboneEntry,
  input: InputSpec,
  { sha256, fix }: Photo,
): string {
  const from = JSON.stringify([backbone.sha256, backbone.scaling, input, sha256, fix])
  const key = createHash('sha256').update(from).digest('hex')
  return join(backboneFolder(library, backbone.name), 'features', key.slice(0, 2), key)
}

/** Null where there is none, or not a whole one. */
async function readRow(file: string, features: number): Promise<Float32Array | null> {
  const bytes = await readFile(file).catch(() => null)
  return bytes?.length === features * 4 ? new Float32Array(new Uint8Array(bytes).buffer) : null
}

async function embed(
  library: Library,
  engine: Engine,
  { name, scaling }: BackboneEntry,
  input: InputSpec,
  photos: Photo[],
): Promise<Float32Array<ArrayBuffer>> {
  const pixels: Uint8Array<ArrayBuffer>[] = []
  for (const photo of photos) {
    pixels.push(new Uint8Array(await toModelInput(await readStored(library, photo), input, asFix(photo.fix))))
  }
  const folder = backboneFolder(library, name)
  const { features } = await engine.use((api) =>
    api.embed({ folder, scaling, count: photos.length, pixels: new Blob(pixels) }),
  )
  return new Float32Array(await features.arrayBuffer())
}
