import { expect, it } from 'vitest'
import type { ImageId } from '../../../shared/domain.ts'
import { imageIds, temporaryLibrary } from '../testing/fixtures.ts'
import { flag } from './flags.ts'

it('a flag is set and taken away, and only what changed is told of', () => {
  const library = temporaryLibrary()
  const [first, second, third] = imageIds(library) as [ImageId, ImageId, ImageId]
  expect(flag(library.db, [first, second], true)).toEqual([first, second])
  expect(flag(library.db, [second, third, 999_999 as ImageId], true)).toEqual([third])
  expect(flag(library.db, [first, first], false)).toEqual([first])
  expect(flag(library.db, [first], false)).toEqual([])
  const left = library.db.read.prepare('SELECT image_id FROM flags ORDER BY image_id').pluck().all()
  expect(left).toEqual([second, third])
})
