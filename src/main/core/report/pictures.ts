import type { ImageId } from '../../../shared/domain.ts'
import { imageRows } from '../browse/rows.ts'
import type { Library } from '../library/library.ts'
import { pictureAt } from '../photos/media.ts'
import type { ShownImage } from './facts.ts'

type Wanted = Pick<ShownImage, 'label' | 'answers'> & { id: ImageId }

/** Images with their pictures inside: a dataset image as a small PNG, a photo as its thumbnail (WebP, 256 px). */
export async function shownImages(library: Library, wanted: Wanted[]): Promise<ShownImage[]> {
  const rows = imageRows(
    library.db.read,
    wanted.map(({ id }) => id),
    null,
  )
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  const shown: ShownImage[] = []
  for (const { id, label, answers } of wanted) {
    const found = await pictureAt(library, `/image/${id}/thumb`).catch(() => null)
    const picture = found && `data:${found.type};base64,${Buffer.from(found.bytes).toString('base64')}`
    shown.push({ name: names.get(id) ?? '', picture, label, answers })
  }
  return shown
}
