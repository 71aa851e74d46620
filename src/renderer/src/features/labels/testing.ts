import { vi } from 'vitest'
import type { LabelAction } from '../../../../shared/contract/labels.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import { fakeApi, type FakeApi } from '../../lib/testing/fake-api.ts'
import { classId, image, row, viewOf } from '../../lib/testing/samples.ts'
import { Browse } from '../browse/browse.svelte.ts'
import { Labelling } from './labelling.svelte.ts'
import { Seen } from './seen.ts'
import type { Target } from './target.ts'
import { Toasts } from './toasts.svelte.ts'

type Ids = { ids: ImageId[] }

/** What the server answers to a label of these. */
export const action = (ids: number[], kind: LabelAction['kind'] = 'set'): LabelAction => ({
  actionId: 1,
  kind,
  ids: ids.map(image),
  classId: null,
  removed: null,
  event: 1,
  canUndo: true,
  canRedo: false,
})

/** Three images, labelled Shirt, in Browse or `elsewhere`; the server answers these calls. */
export async function setUp(
  labels: FakeApi['labels'],
  autoAdvance = true,
  elsewhere?: () => Target | undefined,
) {
  const api = fakeApi({
    labels,
    browse: {
      view: async () => viewOf(10, 20, 30),
      rows: async ({ ids }: Ids) => ids.map((id) => row(id)),
      pixels: async ({ ids }: Ids) => new Blob([new Uint8Array(784 * ids.length)]),
    },
  })
  const browse = new Browse(api, vi.fn())
  await browse.refresh()
  await browse.rows.want([10, 20, 30].map(image))
  const toasts = new Toasts()
  const className = (id: number) => ['', 'Shirt', 'Coat', 'Not a garment'][id] ?? ''
  const seen = new Seen()
  const labelling = new Labelling({
    ...{ api, toasts, seen, className, target: () => elsewhere?.() ?? browse },
    ...{ notGarment: () => classId(3), autoAdvance: () => autoAdvance },
  })
  const said = () => toasts.items.map(({ text }) => text)
  return { browse, labelling, toasts, seen, said }
}
