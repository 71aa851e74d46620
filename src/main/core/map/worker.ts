import BetterSqlite3 from 'better-sqlite3'
import { workerData } from 'node:worker_threads'
import type { ModelId } from '../../../shared/domain.ts'
import type { ReadableDatabase } from '../library/database.ts'
import type { NeighbourGraph } from '../neighbours/graph.ts'
import { readUnitFeatures } from '../neighbours/unit.ts'
import { serve } from '../threads/serve.ts'
import type { Progress } from '../threads/work.ts'
import { layoutOf } from './layout.ts'
import { placed, type Points } from './place.ts'
import { principalComponents, projected } from './pca.ts'

// A thread that lays images out in the plane; it reads their features itself. map.ts starts it.

const db = new BetterSqlite3(String(workerData), {
  ...{ readonly: true, fileMustExist: true, timeout: 10_000 },
}) as unknown as ReadableDatabase

const tasks = {
  pca({ model }: { model: ModelId }): Points {
    const features = readUnitFeatures(db, model)
    return { ids: features.ids, points: projected(features, principalComponents(features, 2)) }
  },

  async umap(
    { graph }: { graph: NeighbourGraph },
    tell: (progress: Progress<'arranging'>) => void,
  ): Promise<Points> {
    const points = await layoutOf(graph, (fraction) => tell({ stage: 'arranging', fraction }))
    return { ids: graph.ids, points }
  },

  place: ({ model, map, newcomers }: { model: ModelId; map: Points; newcomers: number[] }): Points =>
    placed(readUnitFeatures(db, model), map, newcomers),
}

export type MapTasks = typeof tasks
serve(tasks)
