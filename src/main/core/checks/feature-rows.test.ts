import { expect, it } from 'vitest'
import type { ModelId } from '../../../shared/domain.ts'
import { addFeatures } from '../neighbours/testing.ts'
import { addVersion, imageIds, temporaryLibrary } from '../testing/fixtures.ts'
import { featureRows } from './feature-rows.ts'

const V1 = 'v1' as ModelId

it('gives each image its own row, and none at all where one has lost its own meanwhile', async () => {
  const library = temporaryLibrary()
  addVersion(library, V1, ['Dress', 'Coat'])
  const ids = imageIds(library).slice(0, 4)
  addFeatures(library, V1, new Map(ids.map((id, i) => [id, [i, -i]])))
  const rows = () => featureRows(library.db.read, V1, Uint32Array.from([ids[1]!, ids[3]!]))
  expect([...new Float16Array((await rows()).buffer)]).toEqual([1, -1, 3, -3])

  // As when a person fixes the photo.
  library.db.write.prepare('DELETE FROM features WHERE image_id = ?').run(ids[1])
  await expect(rows()).rejects.toMatchObject({ code: 'features-missing' })
  // As when the version is removed.
  library.db.write.exec('DELETE FROM features')
  await expect(rows()).rejects.toMatchObject({ code: 'features-missing' })
})
