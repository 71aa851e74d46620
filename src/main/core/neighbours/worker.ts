import BetterSqlite3 from 'better-sqlite3'
import { workerData } from 'node:worker_threads'
import type { ModelId } from '../../../shared/domain.ts'
import type { ReadableDatabase } from '../library/database.ts'
import type { Features } from '../models/features.ts'
import { serve } from '../threads/serve.ts'
import type { Progress } from '../threads/work.ts'
import { neighbourGraph, type NeighbourGraph } from './graph.ts'
import { nearest } from './nearest.ts'
import { readUnitFeatures } from './unit.ts'

// A thread that compares images by their features, which it reads itself; neighbours.ts starts it.

const db = new BetterSqlite3(String(workerData), {
  ...{ readonly: true, fileMustExist: true, timeout: 10_000 },
}) as unknown as ReadableDatabase

/** `version` is another whenever what was read may no longer be so. */
type Read = { model: ModelId; version: number }
type Similar = { ids: Uint32Array; similarities: Float32Array }

let kept: (Read & { features: Features }) | null = null

function keptFeatures({ model, version }: Read): Features {
  if (kept?.model !== model || kept.version !== version) {
    kept = null
    kept = { model, version, features: readUnitFeatures(db, model) }
  }
  return kept.features
}

const tasks = {
  /** Null: the model has not described this image. */
  similar({ id, count, ...read }: Read & { id: number; count: number }): Similar | null {
    const features = keptFeatures(read)
    const place = features.ids.indexOf(id)
    if (place < 0) return null
    const { places, similarities } = nearest(features, place, count)
    return { ids: Uint32Array.from(places, (i) => features.ids[i]!), similarities }
  },

  graph(
    { model }: { model: ModelId },
    tell: (progress: Progress<'reading' | 'comparing'>) => void,
  ): Promise<NeighbourGraph> {
    tell({ stage: 'reading', fraction: 0 })
    const features = readUnitFeatures(db, model)
    return neighbourGraph(features, (done) => tell({ stage: 'comparing', fraction: 0.05 + 0.95 * done }))
  },
}

export type NeighbourTasks = typeof tasks
serve(tasks)
