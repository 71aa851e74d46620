import { isDeepStrictEqual } from 'node:util'
import { it, onTestFinished } from 'vitest'
import type { ClassId } from '../../../shared/domain.ts'
import { createEvents } from '../events.ts'
import { createLabels } from '../labels/labels.ts'
import { addPhoto } from '../photos/store.ts'
import { imageIds, photoBytes, temporaryLibrary, tinyDataset } from '../testing/fixtures.ts'
import { openLibrary } from './library.ts'
import { watchOthers } from './watch.ts'

it('tells of photos and labels that come from another connection, as another process has', async () => {
  const library = temporaryLibrary()
  const events = createEvents()
  const watching = watchOthers(library, events)
  onTestFinished(() => watching.stop())
  const told = events.stream(undefined)

  const other = openLibrary(library.folder, () => tinyDataset())
  onTestFinished(() => other.close())
  const [first] = imageIds(other)
  createLabels(other.db).set([first!], 9 as ClassId)
  const { id } = await addPhoto(other, await photoBytes(1), 'a.jpg')

  const missing = [
    { type: 'images-added', ids: [id] },
    { type: 'labels-changed', ids: [first], event: 1, window: null },
  ]
  while (missing.length > 0) {
    const { value } = await told.next()
    const found = missing.findIndex((event) => isDeepStrictEqual(event, value))
    if (found >= 0) missing.splice(found, 1)
  }
})
