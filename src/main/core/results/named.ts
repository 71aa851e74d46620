import type { ImageId, Source, Split } from '../../../shared/domain.ts'
import { imageRows } from '../browse/rows.ts'
import type { ReadableDatabase } from '../library/database.ts'

/** What is shown of some images beside what was answered; those that are gone meanwhile are left out. */
export function named<Image extends { id: ImageId }>(
  db: ReadableDatabase,
  images: Image[],
): (Image & { name: string; source: Source; split: Split })[] {
  const rows = imageRows(
    db,
    images.map(({ id }) => id),
    null,
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return images.flatMap((image) => {
    const row = byId.get(image.id)
    return row ? [{ ...image, name: row.name, source: row.source, split: row.split }] : []
  })
}
