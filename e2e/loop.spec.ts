import BetterSqlite3 from 'better-sqlite3'
import type { Page } from '@playwright/test'
import { join } from 'node:path'
import { activeVersion } from '../src/main/core/testing/second-version.ts'
import { drop, expect, GOOD_PHOTOS, test, type App } from './app.ts'

// A person's way through the app, from the first picture to a better model that is still there after a restart.

const grid = (page: Page) => page.getByRole('grid', { name: 'Images' })
const tile = (page: Page, name: string | RegExp) => grid(page).getByRole('gridcell', { name })

/** Chooses in a filter chip's menu, and closes it again. */
async function filter(page: Page, chip: string, choice: string): Promise<void> {
  await page.getByRole('toolbar', { name: 'Filters' }).getByRole('button', { name: chip }).click()
  await page.getByRole('menuitemcheckbox', { name: choice, exact: true }).click()
  await page.keyboard.press('Escape')
}

/** The current label of a photo, as SQLite has it. */
function labelInDatabase(library: string, photo: string): string | null {
  const db = new BetterSqlite3(join(library, 'haberdash.db'), { readonly: true })
  const name = db
    .prepare(
      `SELECT classes.name FROM photos JOIN images ON images.id = photos.image_id
       LEFT JOIN classes ON classes.id = images.label_class WHERE photos.name = ?`,
    )
    .pluck()
    .get(photo) as string | null
  db.close()
  return name
}

async function browseAndFilter({ page }: App): Promise<void> {
  await expect(page.getByRole('status', { name: 'Status' })).toContainText("20,000 of Fashion-MNIST's 70,000")
  await expect(tile(page, /label /).first()).toBeVisible()
  await filter(page, 'Class', 'Sandal')
  await expect(tile(page, /label Sandal/).first()).toBeVisible()
  await expect(tile(page, /label (?!Sandal)/)).toHaveCount(0)
  await filter(page, 'Split', 'Test')
  await expect(page.getByText('1,000 of 20,000 images')).toBeVisible()
  await tile(page, /label Sandal/)
    .first()
    .click()
  const inspector = page.getByRole('region', { name: 'Inspector' })
  await expect(inspector.getByRole('heading', { name: 'Sandal' })).toBeVisible()
  await expect(inspector.getByText('%').first()).toBeVisible()
}

async function dropPhotos({ page }: App): Promise<void> {
  await drop(page, [...GOOD_PHOTOS, 'truncated.jpg'])
  const report = page.getByRole('region', { name: 'Added photos' })
  await expect(report).toContainText('5 photos added.')
  await expect(report).toContainText('truncated.jpg')
  // Each has its answer, sure or not.
  for (const photo of GOOD_PHOTOS)
    await expect(tile(page, new RegExp(`^${photo}.*(prediction|model not sure, perhaps) .*%`))).toBeVisible()
}

/** Labels two photos by keyboard, takes one back, sets it again. */
async function correct({ page, library }: App): Promise<void> {
  const [first, second] = GOOD_PHOTOS as [string, string]
  await tile(page, new RegExp(`^${first}`)).click()
  await page.keyboard.press('3')
  await expect(tile(page, new RegExp(`^${first}.*label Pullover`))).toBeVisible()
  expect(labelInDatabase(library, first)).toBe('Pullover')
  await tile(page, new RegExp(`^${second}`)).click()
  await page.keyboard.press('0')
  await expect(tile(page, new RegExp(`^${second}.*label Ankle boot`))).toBeVisible()
  await page.keyboard.press('u')
  await expect(tile(page, new RegExp(`^${second}.*no label`))).toBeVisible()
  expect(labelInDatabase(library, second)).toBeNull()
  await page.keyboard.press('Control+Shift+z')
  await expect(tile(page, new RegExp(`^${second}.*label Ankle boot`))).toBeVisible()
  expect(labelInDatabase(library, second)).toBe('Ankle boot')
}

/** Fine-tunes to the end and makes the new version active, by itself or by hand. Its name. */
async function fineTune({ page }: App): Promise<string> {
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await page.getByRole('button', { name: 'Fine-tune', exact: true }).click()
  const run = page.getByRole('region', { name: 'Training run' })
  await expect(run.getByText('Time left')).toBeVisible()
  await expect(run.getByRole('heading', { name: 'Fine-tuned' })).toBeVisible({ timeout: 240_000 })
  const comparison = run.getByRole('table', { name: 'Before and after' })
  // The first of the photos is one that is held out, by its hash.
  for (const images of ['10,000 test images', '1 photo held out']) {
    await expect(comparison.getByRole('row', { name: images }).getByRole('cell', { name: '%' })).toHaveCount(
      2,
    )
  }
  const heading = await run.getByRole('heading', { name: 'Fine-tuned' }).textContent()
  const version = heading!.replace('Fine-tuned: ', '').trim()
  const use = run.getByRole('button', { name: 'Use this version' })
  if (await use.isVisible()) await use.click()
  await expect(page.getByRole('status', { name: 'Status' })).toContainText(`${version}:`)
  return version
}

async function allStillThere({ page, library }: App, version: string): Promise<void> {
  const [first, second] = GOOD_PHOTOS as [string, string]
  await expect(page.getByRole('status', { name: 'Status' })).toContainText(`${version}:`)
  await filter(page, 'Source', 'Your photos')
  await expect(page.getByText('5 of 20,005 images')).toBeVisible()
  await expect(tile(page, new RegExp(`^${first}.*label Pullover`))).toBeVisible()
  await expect(tile(page, new RegExp(`^${second}.*label Ankle boot`))).toBeVisible()
  expect(labelInDatabase(library, first)).toBe('Pullover')
  await grid(page).focus()
  await page.keyboard.press('u')
  await expect(tile(page, new RegExp(`^${second}.*no label`))).toBeVisible()
  await page.getByRole('button', { name: 'Models', exact: true }).click()
  const versions = page.getByRole('table', { name: 'Model versions' })
  await expect(versions.getByRole('row', { name: version }).getByText('Active')).toBeVisible()
}

test('the whole loop: browse, drop, correct, fine-tune, activate, restart', async ({ app }) => {
  // It learns from 8,000 images, which takes its time on a busy machine.
  test.setTimeout(360_000)
  await browseAndFilter(app)
  const first = activeVersion(app.library)
  await dropPhotos(app)
  await correct(app)
  const version = await fineTune(app)
  await app.restart()
  await allStillThere(app, version)
  await app.page.getByRole('button', { name: `Activate ${first}` }).click()
  await expect(app.page.getByRole('status', { name: 'Status' })).toContainText(`${first}:`)
})

test('training is seen again after a reload, and cancelled', async ({ app }) => {
  const { page } = app
  await tile(page, /label /)
    .first()
    .click()
  await filter(page, 'Split', 'Train')
  await grid(page).focus()
  await page.keyboard.press('3')
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await page.getByRole('button', { name: 'Fine-tune', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible()
  await page.reload()
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect(page.getByRole('region', { name: 'Training run' })).toContainText('You cancelled it')
  await page.getByRole('button', { name: 'Models', exact: true }).click()
  await expect(page.getByRole('table', { name: 'Model versions' }).getByRole('row')).toHaveCount(2)
})
