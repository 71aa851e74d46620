import { isDeepStrictEqual } from 'node:util'
import { expect, it, onTestFinished } from 'vitest'
import type { LibraryEvent } from '../../../shared/contract/library.ts'
import type { ClassId } from '../../../shared/domain.ts'
import { createImageIndex } from '../browse/image-index.ts'
import { createEvents } from '../events.ts'
import { flag } from '../labels/flags.ts'
import { createLabels } from '../labels/labels.ts'
import { addPhoto } from '../photos/store.ts'
import { imageIds, photoBytes, temporaryLibrary, tinyDataset } from '../testing/fixtures.ts'
import { createViews } from '../views/views.ts'
import { openLibrary } from './library.ts'
import { watchOthers } from './watch.ts'

/** A library that is watched, and a connection to it as another process has one. */
function watched() {
  const library = temporaryLibrary()
  const events = createEvents()
  const images = createImageIndex(library)
  images.tally()
  const told: LibraryEvent[] = []
  events.first((event) => {
    told.push(event)
    if ('ids' in event) images.changed(event.ids)
  })
  const watching = watchOthers(library, events, images)
  onTestFinished(() => watching.stop())
  const other = openLibrary(library.folder, () => tinyDataset())
  onTestFinished(() => other.close())
  return { library, events, images, told, watching, other }
}

it('tells of photos and labels that come from another connection, as another process has', async () => {
  const { events, other } = watched()
  const told = events.stream(undefined)
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

it('tells of flags and saved views of another process, and counts the flags', () => {
  const { library, images, told, watching, other } = watched()
  const [mine, first, second] = imageIds(other)
  flag(library.db, [mine!], true)
  images.changed([mine!])
  flag(other.db, [first!, second!], true)
  watching.look()
  expect(told).toContainEqual({ type: 'flags-changed', ids: [first, second] })
  expect(images.tally().flagged).toBe(3)
  flag(other.db, [first!], false)
  createViews(other.db).save('Mine', { filter: {} as never, sort: 'oldest', seed: 0 })
  watching.look()
  expect(told).toContainEqual({ type: 'flags-changed', ids: [first] })
  expect(told).toContainEqual({ type: 'views-changed' })
  expect(images.tally().flagged).toBe(2)
})

it("tells no window that its own labels were another process's", () => {
  const { library, events, told, watching, other } = watched()
  const [mine, theirs] = imageIds(other)
  const { ids, event } = createLabels(library.db).set([mine!], 9 as ClassId)
  events.publish({ type: 'labels-changed', ids, event, window: 'a' })
  createLabels(other.db).set([theirs!], 9 as ClassId)
  watching.look()
  expect(told.filter(({ type }) => type === 'labels-changed')).toEqual([
    { type: 'labels-changed', ids: [mine], event: 1, window: 'a' },
    { type: 'labels-changed', ids: [theirs], event: 2, window: null },
  ])
})
