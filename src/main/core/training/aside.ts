/** One of so many photos, by its content, is set aside to choose the best epoch and to set confidences by. */
const VALIDATION_SHARE = 10
/** Fewer labelled photos than this have none to spare. */
const ENOUGH = 100

/** By other bits of the hash than the holdout's, so that every photo left by that has the same chance. */
const isAside = (sha256: string): boolean => Number.parseInt(sha256.slice(8, 16), 16) % VALIDATION_SHARE === 0

/** Parts labelled photos into those to learn from and those set aside: none of them where there are too few. */
export function partAside<Photo extends { sha256: string }>(
  photos: Photo[],
): { training: Photo[]; validation: Photo[] } {
  const parts = Map.groupBy(photos, ({ sha256 }) => photos.length >= ENOUGH && isAside(sha256))
  return { training: parts.get(false) ?? [], validation: parts.get(true) ?? [] }
}
