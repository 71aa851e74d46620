import { MAX_BATCH, type Filter, type ViewSpec } from '../../../../shared/contract/browse.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import type { ColumnId } from './column.svelte.ts'

const ofColumn = (id: ColumnId): Partial<Filter> =>
  id === null ? { classes: [], unlabelled: true } : { classes: [id], unlabelled: false }

/** The ids of each column's images, in order. */
export async function loadColumns(
  api: Api,
  ids: readonly ColumnId[],
  view: ViewSpec,
): Promise<Map<ColumnId, Uint32Array<ArrayBuffer>>> {
  const load = async (id: ColumnId) => {
    const blob = await api.browse.view({ ...view, filter: { ...view.filter, ...ofColumn(id) } })
    return [id, new Uint32Array(await blob.arrayBuffer())] as const
  }
  return new Map(await Promise.all(ids.map(load)))
}

/** The label that each of these images carries now. */
export async function labelsOf(api: Api, ids: readonly ImageId[]): Promise<Map<ImageId, ColumnId>> {
  const labels = new Map<ImageId, ColumnId>()
  for (let at = 0; at < ids.length; at += MAX_BATCH) {
    const rows = await api.browse.rows({ ids: ids.slice(at, at + MAX_BATCH) })
    for (const { id, label } of rows) labels.set(id, label)
  }
  return labels
}
