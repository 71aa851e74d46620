import BetterSqlite3 from 'better-sqlite3'
import type { Page } from '@playwright/test'
import { join } from 'node:path'
import { expect, test } from './app.ts'

// Two windows on one library stay in step, and neither overwrites unseen what the other has just done.

const tile = (page: Page, name: string | RegExp) =>
  page.getByRole('grid', { name: 'Images' }).getByRole('gridcell', { name })

function labelInDatabase(library: string, image: number): string | null {
  const db = new BetterSqlite3(join(library, 'haberdash.db'), { readonly: true })
  const sql =
    'SELECT name FROM images LEFT JOIN all_classes ON all_classes.id = label_class WHERE images.id = ?'
  const name = db.prepare(sql).pluck().get(image) as string | null
  db.close()
  return name
}

test('a label given in one window is seen in the other, and undone from there', async ({ app }, info) => {
  test.skip(info.project.name === 'electron', 'The app has one window there.')
  const first = app.page
  await expect(tile(first, /^test 0, /)).toBeVisible()
  const second = await first.context().newPage()
  await second.goto(first.url())
  await tile(second, /^test 1, /).click()
  await tile(first, /^test 0, /).click()
  await first.keyboard.press('3')
  await expect(tile(second, /^test 0, label Pullover.*corrected/)).toBeVisible()
  await expect(second.getByRole('button', { name: 'Pullover' })).toContainText('2,001')
  await first.keyboard.press('f')
  await expect(tile(second, /^test 1, .*flagged/)).toBeVisible()
  await second.keyboard.press('u')
  await expect(tile(first, /^test 0, label Ankle boot/)).toBeVisible()
  expect(labelInDatabase(app.library, 1)).toBe('Ankle boot')
})

test('what the other window has labelled just now is shown, not overwritten', async ({ app }, info) => {
  test.skip(info.project.name === 'electron', 'The app has one window there.')
  const first = app.page
  await expect(tile(first, /^test 0, /)).toBeVisible()
  const second = await first.context().newPage()
  await second.goto(first.url())
  await tile(second, /^test 0, /).click()
  await tile(first, /^test 0, /).click()
  // However slow the machine is: in the second window no time passes between what it is told and the key.
  await second.evaluate(() => {
    const now = performance.now()
    performance.now = () => now
  })
  await first.keyboard.press('3')
  await expect(tile(second, /^test 0, label Pullover/)).toBeVisible()
  await second.keyboard.press('5')
  const message = second.getByText(
    'This image became Pullover in another window just now (it was Ankle boot)',
  )
  await expect(message).toBeVisible()
  expect(labelInDatabase(app.library, 1)).toBe('Pullover')
  await second.getByRole('button', { name: 'Label Coat all the same' }).click()
  await expect(message).toBeHidden()
  await expect(tile(first, /^test 0, label Coat/)).toBeVisible()
  expect(labelInDatabase(app.library, 1)).toBe('Coat')
})
