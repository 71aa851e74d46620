import { expect, it } from 'vitest'
import { temporaryLibrary } from '../testing/fixtures.ts'

const keys = (db: ReturnType<typeof temporaryLibrary>['db']) =>
  db.read.prepare("SELECT key FROM settings WHERE key LIKE 'test-%' ORDER BY key").pluck().all()

it('commits together what is asked for together; one that fails takes back its own alone', async () => {
  const { db } = temporaryLibrary()
  const put = db.write.prepare("INSERT INTO settings (key, value) VALUES (?, '')")
  const ends = await Promise.allSettled([
    db.commit(() => put.run('test-a').changes),
    db.commit(() => {
      put.run('test-b')
      throw new Error('This one changed its mind.')
    }),
    db.commit(() => db.write.prepare("SELECT count(*) FROM settings WHERE key = 'test-a'").pluck().get()),
    db.commit(() => put.run('test-c').changes),
  ])
  expect(ends.map((end) => (end.status === 'fulfilled' ? end.value : end.reason.message))).toEqual([
    1,
    'This one changed its mind.',
    1,
    1,
  ])
  expect(keys(db)).toEqual(['test-a', 'test-c'])
})

it('rejects what can no longer be committed', async () => {
  const library = temporaryLibrary()
  const asked = library.db.commit(() => 1)
  library.close()
  await expect(asked).rejects.toThrow('not open')
})
