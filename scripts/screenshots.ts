/**
 * Remakes the pictures in docs/ from the built app, as a person would get there: `npm run screenshots`, after `npm run build`.
 * Other folders: `npm run screenshots -- --out DIR`. With the full dataset where set-up has put it.
 */
import type { Page } from 'playwright'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import sharp from 'sharp'
import { browserDoor, drop, GOOD_PHOTOS } from '../e2e/doors.ts'

const DOCS = join(import.meta.dirname, '..', 'docs')
const { values } = parseArgs({ options: { out: { type: 'string', default: DOCS } } })

const grid = (page: Page) => page.getByRole('grid', { name: 'Images' })
const go = (page: Page, view: string) => page.getByRole('button', { name: view, exact: true }).click()

/** Photos dropped, the first of them focused, among all images. */
async function photosDropped(page: Page) {
  await drop(page, GOOD_PHOTOS)
  const [first] = GOOD_PHOTOS
  await page.getByText(`${GOOD_PHOTOS.length} photos added.`).waitFor()
  await grid(page)
    .getByRole('gridcell', { name: new RegExp(`^${first}.*prediction`) })
    .waitFor()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await grid(page)
    .getByRole('gridcell', { name: new RegExp(`^${first}`) })
    .click()
  await page.getByRole('button', { name: 'Close report' }).click()
}

async function filtered(page: Page) {
  await go(page, 'Browse')
  await page.getByRole('toolbar', { name: 'Filters' }).getByRole('button', { name: 'Class' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Shirt', exact: true }).click()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+F')
  await page.getByRole('menuitem', { name: 'Confidence', exact: true }).click()
  const range = page.getByRole('dialog', { name: 'Confidence' })
  await range.getByRole('textbox').or(range.getByRole('spinbutton')).last().fill('60')
  await page.keyboard.press('Enter')
}

async function reviewed(page: Page) {
  await page.getByRole('button', { name: /Begin/ }).nth(1).click()
  await page.getByRole('toolbar', { name: 'Classes' }).waitFor()
  for (const key of ['k', 'Enter', 's', 'Enter', 'k']) {
    await page.waitForTimeout(400)
    await page.keyboard.press(key)
  }
}

const tab = async (page: Page, name: string) => {
  await go(page, 'Insight')
  await page.getByRole('tab', { name }).click()
}

/** What takes minutes of 70,000 images. */
const LONG = { timeout: 600_000 }

async function labelsChecked(page: Page) {
  await tab(page, 'Labels')
  await page.getByRole('button', { name: 'Check the labels' }).click()
  await page.getByRole('heading', { name: 'Wrong labels, estimated by class' }).waitFor(LONG)
}

async function mapMade(page: Page) {
  await tab(page, 'Map')
  await page.getByText('UMAP', { exact: true }).first().waitFor(LONG)
  await page.getByText(/by the features of .*, UMAP/).waitFor(LONG)
}

/** What is done before each picture is taken, in order. */
const PICTURES: [name: string, before: (page: Page) => Promise<unknown>][] = [
  ['browse', photosDropped],
  ['zoom', (page) => page.keyboard.press('Space')],
  ['filter', async (page) => (await page.keyboard.press('Escape'), await filtered(page))],
  ['review-start', async (page) => (await page.keyboard.press('Escape'), await go(page, 'Review'))],
  ['review', reviewed],
  ['review-result', (page) => page.keyboard.press('e')],
  ['board', (page) => go(page, 'Board')],
  ['train', (page) => go(page, 'Train')],
  ['models', (page) => go(page, 'Models')],
  ['insight-labels', labelsChecked],
  ['insight-results', (page) => tab(page, 'Results')],
  ['insight-map', mapMade],
  ['insight-network', (page) => tab(page, 'Network')],
  ['insight-data', (page) => tab(page, 'Data')],
  ['keys', async (page) => (await go(page, 'Browse'), await page.keyboard.press('?'))],
]

/** The engine is done with what it does in the background. */
const untilIdle = (page: Page) =>
  page
    .getByRole('button', { name: 'Engine: idle' })
    .waitFor({ timeout: 300_000 })
    .then(() => page.waitForTimeout(2000))

async function take(page: Page, file: string) {
  // What a key has just done is said for a while; a picture is of the view.
  await page.waitForTimeout(6000)
  const png = await page.screenshot()
  await sharp(png).png({ palette: true, effort: 10 }).toFile(file)
  console.log(`Written: ${file}`)
}

mkdirSync(join(values.out, 'views'), { recursive: true })
for (const theme of ['dark', 'light'] as const) {
  const folder = mkdtempSync(join(tmpdir(), 'haberdash-screenshots-'))
  const door = browserDoor('auto')
  try {
    const page = await door.open(join(folder, 'wardrobe'))
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    await grid(page)
      .getByRole('gridcell', { name: /label / })
      .first()
      .waitFor()
    await page.waitForTimeout(3000)
    await untilIdle(page)
    for (const [name, before] of PICTURES) {
      await before(page)
      await take(page, join(values.out, 'views', `${name}-${theme}.png`))
    }
  } finally {
    await door.close()
    rmSync(folder, { recursive: true, force: true })
  }
}
