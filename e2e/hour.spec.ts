import BetterSqlite3 from 'better-sqlite3'
import type { Page } from '@playwright/test'
import { join } from 'node:path'
import { expect, test } from './app.ts'

// A person's hour of labelling, in small.

const grid = (page: Page) => page.getByRole('grid', { name: 'Images' })
const tiles = (page: Page) => grid(page).getByRole('gridcell')
const bar = (page: Page) => page.getByRole('toolbar', { name: 'Filters' })

const KEYS = ['1', '3', '5'] as const
const CLASS_OF = { '1': 'T-shirt/top', '3': 'Pullover', '5': 'Coat' } as const
const keyOf = (place: number) => KEYS[place % KEYS.length]!

/** What SQLite has of dataset images by their names ("train 17"): label and who gave it. */
function inDatabase(library: string, names: string[]): { label: string; by: string }[] {
  const db = new BetterSqlite3(join(library, 'haberdash.db'), { readonly: true })
  const row = db.prepare(
    `SELECT classes.name AS label, label_actor AS "by" FROM images JOIN classes ON classes.id = label_class
     WHERE split || ' ' || dataset_index = ?`,
  )
  const rows = names.map((name) => row.get(name) as { label: string; by: string })
  db.close()
  return rows
}

async function choose(page: Page, chip: string, choice: string): Promise<void> {
  await bar(page).getByRole('button', { name: chip, exact: true }).click()
  await page.getByRole('menuitemcheckbox', { name: choice, exact: true }).click()
  await page.keyboard.press('Escape')
}

/** Shirts of which the model says otherwise, the least sure first; predictions come in the background. */
async function shirtsInDoubt(page: Page): Promise<string[]> {
  await expect(tiles(page).first()).toBeVisible()
  await choose(page, 'Class', 'Shirt')
  await choose(page, 'Prediction', 'Differs from label')
  await page.getByRole('button', { name: /^Sort: / }).click()
  await page.getByRole('menuitemradio', { name: 'Least sure first' }).click()
  await expect(async () => {
    const again = bar(page).getByRole('button', { name: 'Show again' })
    if (await again.isVisible()) await again.click()
    expect(await tiles(page).count()).toBeGreaterThan(40)
  }).toPass({ timeout: 90_000 })
  const names = await Promise.all(
    Array.from({ length: 28 }, (_, place) => page.locator(`#tile-${place}`).getAttribute('aria-label')),
  )
  for (const name of names) expect(name).toContain('label Shirt')
  return names.map((name) => name!.split(',')[0]!)
}

test('filter, correct twenty by keyboard, move eight at once, undo three, and find it all again', async ({
  app,
}) => {
  const names = await shirtsInDoubt(app.page)
  const { page } = app
  await page.locator('#tile-0').click()
  for (let place = 0; place < 20; place++) await page.keyboard.press(keyOf(place))
  await expect(page.locator('#tile-19')).toHaveAccessibleName(new RegExp(`label ${CLASS_OF[keyOf(19)]}`))
  const corrected = names.slice(0, 20).map((_, place) => ({ label: CLASS_OF[keyOf(place)], by: 'person' }))
  expect(inDatabase(app.library, names.slice(0, 20))).toEqual(corrected)

  // The twenty-first has the focus by itself.
  for (let more = 0; more < 7; more++) await page.keyboard.press('Shift+ArrowRight')
  await expect(page.getByText('8 selected')).toBeVisible()
  await page.keyboard.press('3')
  await expect(page.getByText('Labelled 8 images Pullover.')).toBeVisible()
  const moved = Array.from({ length: 8 }, () => ({ label: 'Pullover', by: 'person' }))
  expect(inDatabase(app.library, names.slice(20))).toEqual(moved)

  for (let back = 0; back < 3; back++) await page.keyboard.press('u')
  await expect(page.locator('#tile-18')).toHaveAccessibleName(/label Shirt/)
  const shirts = (count: number) => Array.from({ length: count }, () => ({ label: 'Shirt', by: 'dataset' }))
  expect(inDatabase(app.library, names)).toEqual([...corrected.slice(0, 18), ...shirts(10)])

  const again = await app.restart()
  await expect(tiles(again).first()).toBeVisible()
  await again.keyboard.press('Shift+F')
  await again.getByRole('menuitem', { name: 'Corrected', exact: true }).click()
  await again.getByRole('menuitemcheckbox', { name: 'Corrected', exact: true }).click()
  await again.keyboard.press('Escape')
  await expect(bar(again).getByText('18 of 20,000 images')).toBeVisible()
  for (const [place, name] of names.slice(0, 18).entries()) {
    const tile = grid(again).getByRole('gridcell', { name: new RegExp(`^${name}, label `) })
    await expect(tile).toHaveAccessibleName(new RegExp(`label ${CLASS_OF[keyOf(place)]}.*corrected`))
  }
  // What was undone before the restart can be done again after it.
  await grid(again).focus()
  for (let forth = 0; forth < 3; forth++) await again.keyboard.press('Control+Shift+z')
  await expect(again.getByRole('status', { name: 'Status' })).toContainText('28 corrected')
  expect(inDatabase(app.library, names)).toEqual([...corrected, ...moved])
})
