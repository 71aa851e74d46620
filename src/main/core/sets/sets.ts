import type { ImageSetInfo, SetId } from '../../../shared/contract/sets.ts'
import type { Library } from '../library/library.ts'
import { idsIn, idsOfSet } from './ids.ts'

/** Lists that stay beside those that saved views go by. */
const KEPT = 100

/** Lists of images that pictures led to. */
export type Sets = {
  /**
   * @param ids in the order in which `as-listed` shows them; one that is given twice counts once
   * @throws HaberdashError `wrong-usage` where they are no list of ids, or too many
   */
  keep(name: string, ids: ArrayBuffer): ImageSetInfo
  get(id: SetId): ImageSetInfo | null
}

export function createSets({ db: { read, write } }: Library): Sets {
  const get = (id: SetId): ImageSetInfo | null => {
    const name = read.prepare('SELECT name FROM image_sets WHERE id = ?').pluck().get(id)
    return name === undefined ? null : { id, name: name as string, images: idsOfSet(read, id).length }
  }
  return {
    get,
    keep(name, bytes) {
      const ids = Uint32Array.from(new Set(idsIn(bytes)))
      const run = write.transaction(() => {
        const { lastInsertRowid } = write
          .prepare('INSERT INTO image_sets (name, ids, made_at) VALUES (?, ?, ?)')
          .run(name, new Uint8Array(ids.buffer), new Date().toISOString())
        write
          .prepare(
            `DELETE FROM image_sets WHERE id <= ? - ${KEPT}
             AND id NOT IN (SELECT spec ->> '$.filter.set' FROM views WHERE spec ->> '$.filter.set' IS NOT NULL)`,
          )
          .run(lastInsertRowid)
        return Number(lastInsertRowid) as SetId
      })
      return { id: run.immediate(), name, images: ids.length }
    },
  }
}
