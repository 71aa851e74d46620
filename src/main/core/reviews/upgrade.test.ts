import BetterSqlite3 from 'better-sqlite3'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { createImageIndex } from '../browse/image-index.ts'
import { openLibrary } from '../library/library.ts'
import { migrations } from '../library/migrations/index.ts'
import { temporaryFolder, tinyDataset } from '../testing/fixtures.ts'
import { createReviews } from './reviews.ts'

it('a review that was begun before there were checks goes on where it was', () => {
  const folder = temporaryFolder()
  const old = new BetterSqlite3(join(folder, 'haberdash.db'))
  for (const migration of migrations.slice(0, 7)) old.exec(migration)
  old.pragma('user_version = 7')
  old.exec(`
    INSERT INTO images (source, split) VALUES ('photo', 'train');
    INSERT INTO reviews (kind, began_at, last_event, drawn_from) VALUES ('imported', '2026-01-01T00:00:00Z', 0, 1);
    INSERT INTO review_items (review_id, position, image_id, skipped) VALUES (1, 0, 1, 1);`)
  old.close()
  const library = openLibrary(folder, () => tinyDataset())
  onTestFinished(() => library.close())
  const reviews = createReviews(library, createImageIndex(library))
  expect(reviews.list()).toMatchObject([{ kind: 'imported', images: 1, skipped: 1 }])
  expect(library.db.read.pragma('foreign_key_check')).toEqual([])
})
