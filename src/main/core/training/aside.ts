import type { ClassId } from '../../../shared/domain.ts'

/** One of so many photos, by its content, is set aside to choose the best epoch and to set confidences by. */
const VALIDATION_SHARE = 10
/** Fewer labelled photos than this have none to spare. */
const ENOUGH = 100

/** By other bits of the hash than the holdout's, so that every photo left by that has the same chance. */
const isAside = (sha256: string): boolean => Number.parseInt(sha256.slice(8, 16), 16) % VALIDATION_SHARE === 0

/**
 * Parts labelled photos into those to learn from and those set aside: none of them where there are too few, and none of a
 * class that nothing else would teach.
 * @param taught classes that other images teach
 */
export function partAside<Photo extends { sha256: string; class: ClassId }>(
  photos: Photo[],
  taught: Iterable<ClassId> = [],
): { training: Photo[]; validation: Photo[] } {
  const mayGo = ({ sha256 }: Photo) => photos.length >= ENOUGH && isAside(sha256)
  const known = new Set([...taught, ...photos.filter((photo) => !mayGo(photo)).map((photo) => photo.class)])
  const parts = Map.groupBy(photos, (photo) => mayGo(photo) && known.has(photo.class))
  return { training: parts.get(false) ?? [], validation: parts.get(true) ?? [] }
}
