import BetterSqlite3 from 'better-sqlite3'
import type { Page } from '@playwright/test'
import { join } from 'node:path'
import { photoBytes } from '../src/main/core/testing/fixtures.ts'
import { dropFiles, expect, test } from './app.ts'

// Many photos at once: how far they are is seen, and neither a cancel nor a reload loses one or adds one twice.

const NAMES = Array.from({ length: 13 }, (_, n) => `photo ${String(n + 1).padStart(2, '0')}.jpg`)

const report = (page: Page) => page.getByRole('region', { name: 'Added photos' })
const bar = (page: Page) => report(page).getByRole('progressbar', { name: 'Adding photos' })
const inGrid = (page: Page, count: number) =>
  expect(page.getByText(`${count} of 20,0${String(count).padStart(2, '0')} images`)).toBeVisible()

async function dropAll(page: Page): Promise<void> {
  const files = NAMES.map(async (name, n) => ({ name, bytes: await photoBytes(n) }))
  await dropFiles(page, await Promise.all(files))
}

/**
 * Photos are sent as from a slow disk: so many at once, and the others when the answer is called. So each test is in the
 * middle of a drop for as long as it needs, on any machine.
 */
async function slowDisk(page: Page, quick: number): Promise<() => Promise<void>> {
  const wait = await page.evaluateHandle((most) => {
    let goOn = () => {}
    const held = new Promise<void>((resolve) => (goOn = resolve))
    // By this a call's files are read on their way out, through either door.
    const { blob } = Response.prototype
    let reads = 0
    Response.prototype.blob = async function () {
      if (++reads > most) await held
      return blob.call(this)
    }
    return goOn
  }, quick)
  return () => wait.evaluate((goOn) => goOn())
}

/** The names of the photos that SQLite has. */
function kept(library: string): string[] {
  const db = new BetterSqlite3(join(library, 'haberdash.db'), { readonly: true })
  const names = db.prepare('SELECT name FROM photos ORDER BY name').pluck().all() as string[]
  db.close()
  return names
}

test('a drop is seen, cancelled and gone on with: what was added stays, and the rest comes once', async ({
  app: { page, library },
}) => {
  const goOn = await slowDisk(page, 4)
  await page.clock.install()
  await dropAll(page)
  await expect(report(page)).toContainText('Adding photos: 4 of 13')
  await expect(bar(page)).toHaveJSProperty('value', 4)
  await expect(bar(page)).toHaveJSProperty('max', 13)
  // From five seconds on it can be stopped.
  await page.clock.fastForward(5_000)
  await report(page).getByRole('button', { name: 'Cancel' }).click()
  await goOn()
  // The three that were under way are added too.
  await expect(report(page)).toContainText('7 photos added. You stopped it: 6 were left out.')
  await inGrid(page, 7)
  expect(kept(library)).toHaveLength(7)

  await report(page).getByRole('button', { name: 'Go on with the remaining 6' }).click()
  await expect(report(page)).toContainText('13 photos added.')
  await inGrid(page, 13)
  expect(kept(library)).toEqual(NAMES)
})

test('a reload in the middle of a drop says what was added, and the same again adds only the rest', async ({
  app: { page, library },
}) => {
  await slowDisk(page, 4)
  await dropAll(page)
  await expect(report(page)).toContainText('Adding photos: 4 of 13')
  await page.reload()
  await expect(report(page)).toContainText(
    '4 photos added. Then the window was loaded anew, before the other 9. Drop the same again',
  )
  expect(kept(library)).toHaveLength(4)
  await dropAll(page)
  await expect(report(page)).toContainText('9 photos added, 4 were here already.')
  await inGrid(page, 13)
  expect(kept(library)).toEqual(NAMES)
})
