import type { Database } from 'better-sqlite3'
import type { ModelId } from '../../../shared/domain.ts'
import type { LibraryDatabase } from '../library/database.ts'
import type { Points } from './place.ts'

/** What is known of a kept map without reading it. */
export type KeptMap = { model: ModelId; madeAt: string; images: number }

const KEPT = 'SELECT model_id AS model, made_at AS madeAt, length(ids) / 4 AS images FROM maps'

/** Maps by UMAP, one a version at most. */
export function createMapStore({ read, write }: LibraryDatabase) {
  const load = (db: Database, model: ModelId): Points | null => {
    const row = db.prepare('SELECT ids, points FROM maps WHERE model_id = ?').raw().get(model) as
      [Uint8Array, Uint8Array] | undefined
    if (!row) return null
    const [ids, points] = row.map((bytes) => new Uint8Array(bytes).buffer) as [ArrayBuffer, ArrayBuffer]
    return { ids: new Uint32Array(ids), points: new Float32Array(points) }
  }
  const store = (model: ModelId, { ids, points }: Points, madeAt: string) =>
    write
      .prepare(
        `INSERT OR REPLACE INTO maps (model_id, ids, points, made_at)
         SELECT id, ?, ?, ? FROM models WHERE id = ?`,
      )
      .run(bytesOf(ids), bytesOf(points), madeAt, model)
  return {
    /** That of a version, else the newest of another. */
    find: (model: ModelId | null): KeptMap | null =>
      (read.prepare(`${KEPT} ORDER BY model_id = ? DESC, made_at DESC LIMIT 1`).get(model) as
        KeptMap | undefined) ?? null,

    read: (model: ModelId): Points | null => load(read, model),

    /** In the place of the one before. Nothing, where the version was removed meanwhile. */
    keep: (model: ModelId, points: Points): void => void store(model, points, new Date().toISOString()),

    /** More images on a map, if it is still the one that they were placed on. */
    add: write.transaction((map: KeptMap, more: Points): void => {
      const madeAt = write.prepare('SELECT made_at FROM maps WHERE model_id = ?').pluck().get(map.model)
      const before = load(write, map.model)
      if (madeAt !== map.madeAt || before?.ids.length !== map.images) return
      store(map.model, joined(before, more), map.madeAt)
    }).immediate,
  }
}

function joined(a: Points, b: Points): Points {
  const ids = new Uint32Array(a.ids.length + b.ids.length)
  const points = new Float32Array(2 * ids.length)
  ids.set(a.ids)
  ids.set(b.ids, a.ids.length)
  points.set(a.points)
  points.set(b.points, a.points.length)
  return { ids, points }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint8Array(buffer, byteOffset, byteLength)
