import { expect, it } from 'vitest'
import type { ClassId, ImageId, ModelId } from '../../../shared/domain.ts'
import { createEngine } from '../engine-client.ts'
import { addVersion, temporaryLibrary } from '../testing/fixtures.ts'
import { createModelStore } from '../models/store.ts'
import { judgeLabels } from './judge-labels.ts'

/** Ten photos of two garments, five times each. */
const ids = Uint32Array.from({ length: 10 }, (_, i) => i + 1)
const subject = (id: number) => ({
  ...({ id: id as ImageId, source: 'photo', split: 'train', index: null } as const),
  label: (id <= 5 ? 1 : 2) as ClassId,
})
const byId = new Map([...ids].map((id) => [id, subject(id)]))

it('labels of which there are only near-duplicates are not judged: nothing would be left to learn from', async () => {
  const library = temporaryLibrary()
  addVersion(library, 'v1' as ModelId, ['Dress', 'Coat'])
  const engine = createEngine(
    () => {
      throw new Error('No engine is needed.')
    },
    () => {},
  )
  const known = {
    model: createModelStore(library).get('v1' as ModelId),
    subjects: { byId, began: { event: 0, image: 10 } },
    graph: { ids, k: 1, indices: Int32Array.from(ids.keys()), distances: new Float32Array(10) },
    groups: Int32Array.of(0, 0, 0, 0, 0, 5, 5, 5, 5, 5),
  }
  const judged = await judgeLabels({ library, engine }, known, new AbortController().signal, () => {})
  expect(judged).toEqual({ issues: [], judged: 0, classes: [] })
})
