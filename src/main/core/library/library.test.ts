import BetterSqlite3 from 'better-sqlite3'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createLabels } from '../labels/labels.ts'
import { imageIds, temporaryFolder, temporaryLibrary, tinyDataset } from '../testing/fixtures.ts'
import { openLibrary } from './library.ts'
import { claimLibrary } from './owner.ts'

describe('a library', () => {
  it('is made on first opening, with the ten classes and every image labelled as given', () => {
    const { db } = temporaryLibrary()
    const classes = db.read.prepare('SELECT name, key FROM classes ORDER BY position').all()
    expect(classes).toHaveLength(10)
    expect(classes[0]).toEqual({ name: 'T-shirt/top', key: '1' })
    expect(classes[9]).toEqual({ name: 'Ankle boot', key: '0' })
    const counts = db.read
      .prepare('SELECT split, count(*) AS n FROM images GROUP BY split ORDER BY split')
      .all()
    expect(counts).toEqual([
      { split: 'test', n: 50 },
      { split: 'train', n: 100 },
    ])
  })

  it('can not be written through its reading connection', () => {
    const { db } = temporaryLibrary()
    expect(() => db.read.exec('DELETE FROM label_actions')).toThrow(/readonly/)
  })

  it('is refused, and left as it is, when a newer Haberdash made it', () => {
    const folder = temporaryFolder()
    openLibrary(folder, () => tinyDataset()).close()
    const file = join(folder, 'haberdash.db')
    const db = new BetterSqlite3(file)
    db.pragma('user_version = 9999')
    db.close()
    const before = readFileSync(file)
    expect(() => openLibrary(folder, () => tinyDataset())).toThrow(
      expect.objectContaining({ code: 'library-newer' }),
    )
    expect(readFileSync(file)).toEqual(before)
  })

  it('is refused with a sentence when its database is something else', () => {
    const folder = temporaryFolder()
    writeFileSync(
      join(folder, 'haberdash.db'),
      'this is no database, only text that is long enough to be read as one',
    )
    expect(() => openLibrary(folder, () => tinyDataset())).toThrow(
      expect.objectContaining({ code: 'library-unreadable' }),
    )
  })

  it('keeps labels while the full dataset is away, and shows all again when it is back', () => {
    const folder = temporaryFolder()
    const full = openLibrary(folder, () => tinyDataset(100))
    const last = imageIds(full).at(-1)!
    createLabels(full.db).set([last], 3 as never)
    full.close()

    const part = openLibrary(folder, () => tinyDataset(20, 50, 'embedded'))
    expect(imageIds(part, 'present = 1')).toHaveLength(70)
    part.close()

    const again = openLibrary(folder, () => tinyDataset(100))
    expect(imageIds(again, 'present = 1')).toHaveLength(150)
    expect(again.db.read.prepare('SELECT label_class FROM images WHERE id = ?').pluck().get(last)).toBe(3)
    again.close()
  })

  it('belongs to one process at a time', () => {
    const folder = temporaryFolder()
    const first = claimLibrary(folder)
    expect(first.owned).toBe(true)
    expect(claimLibrary(folder).owned).toBe(false)
    first.release()
    const next = claimLibrary(folder)
    expect(next.owned).toBe(true)
    next.release()
  })
})
