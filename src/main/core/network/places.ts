import { readFile } from 'node:fs/promises'
import type { InputPlace } from '../../../shared/contract/network.ts'
import type { ImageId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { imageUnknown } from '../browse/image-unknown.ts'
import type { Library } from '../library/library.ts'
import { asFix } from '../photos/fixes.ts'
import type { PhotoPool } from '../photos/pool.ts'
import { photoPath } from '../photos/store.ts'

/** Places kept: to find one again its photo would have to be decoded, and the garment sought. */
const KEPT = 500

/**
 * Where in a photo the library's model input lies, found by the threads that prepare photos; null of a dataset's image.
 * @throws HaberdashError `image-unknown`, or a photo-… code where its file can't be read any more
 */
export type Places = (id: ImageId) => Promise<InputPlace | null>

export function createPlaces(library: Library, pool: PhotoPool): Places {
  const { read } = library.db
  const known = new Map<string, Promise<InputPlace>>()
  const find = async (photo: Photo): Promise<InputPlace> => {
    const { sha256, name, fix } = photo
    const bytes = await readFile(photoPath(library, sha256)).catch((cause: unknown) => {
      throw new HaberdashError('photo-unreadable', `The file of this photo can't be read: ${name}.`, {
        cause,
      })
    })
    return pool.run('place', { bytes, name, fix: asFix(fix) }, library.input)
  }
  return async (id) => {
    const row = read
      .prepare(
        `SELECT sha256, name, fix FROM images
         LEFT JOIN photos ON photos.image_id = images.id
         LEFT JOIN photo_fixes ON photo_fixes.image_id = images.id
         WHERE images.id = ? AND present = 1`,
      )
      .get(id) as Photo | { sha256: null } | undefined
    if (!row) throw imageUnknown()
    if (row.sha256 === null) return null
    const key = `${row.sha256} ${row.fix}`
    const place = known.get(key) ?? find(row)
    known.delete(key)
    known.set(key, place)
    place.catch(() => known.delete(key))
    for (const oldest of [...known.keys()].slice(0, known.size - KEPT)) known.delete(oldest)
    return place
  }
}

type Photo = { sha256: string; name: string; fix: string | null }
