import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { drop, expect, GOOD_PHOTOS, test } from './app.ts'

// What Insight shows of the images themselves, and from each picture to the images behind it.

const bar = (page: Page) => page.getByRole('toolbar', { name: 'Filters' })
const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const samples = (page: Page) => page.getByRole('grid', { name: /^Images drawn at random/ })

async function goToData(page: Page): Promise<void> {
  await page.keyboard.press('s')
  await page.getByRole('tab', { name: 'Data' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'training images' })).toBeVisible()
}

/** The bar of the class in this place, somewhat right of where it begins. */
async function clickBar(page: Page, place: number): Promise<void> {
  const chart = page.getByRole('img', { name: /^Images by class\./ })
  const bars = chart.locator('svg path[fill="#0a5bd3"]')
  await expect(bars.nth(place)).toBeVisible()
  await bars.nth(place).click()
}

test('counts lead to their images, by a bar and by a cell of the table', async ({ app }) => {
  const { page } = app
  await page.emulateMedia({ colorScheme: 'light' })
  await drop(page, GOOD_PHOTOS)
  await expect(page.getByText(`${GOOD_PHOTOS.length} photos added.`)).toBeVisible()
  await goToData(page)
  await clickBar(page, 1)
  await expect(bar(page).getByText('1,000 of 20,005 images')).toBeVisible()
  await expect(bar(page).getByRole('button', { name: 'Class: Trouser', exact: true })).toBeVisible()

  await page.keyboard.press('s')
  await page.getByRole('radio', { name: 'All', exact: true }).check()
  await page.getByRole('button', { name: 'Table: Images by class' }).click()
  const table = page.getByRole('region', { name: 'Images by class, as a table' })
  await expect(table.getByRole('row', { name: /^Trouser/ })).toHaveText(/1,000.*1,000.*2,000/)
  await table
    .getByRole('row', { name: /^No label/ })
    .getByRole('button')
    .last()
    .press('Enter')
  await expect(bar(page).getByText(`${GOOD_PHOTOS.length} of 20,005 images`)).toBeVisible()
})

test('samples, means and what training makes of an image', async ({ app }, info) => {
  const { page } = app
  await goToData(page)
  const first = samples(page).getByRole('row', { name: 'Trouser' }).getByRole('gridcell').first()
  const name = await first.getByRole('button').getAttribute('aria-label')
  await page.getByRole('button', { name: 'Draw again' }).first().click()
  await expect(first.getByRole('button')).not.toHaveAccessibleName(name!)

  const means = panel(page, 'Mean and standard deviation of each class')
  await expect(means.getByRole('listitem').filter({ hasText: 'Trouser' })).toContainText(
    '1,000 images, 58 ± 88',
  )
  if (info.project.name === 'browser') {
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      means.getByRole('button', { name: 'Save means as CSV' }).click(),
    ])
    const [head, ...rows] = readFileSync(await file.path(), 'utf8')
      .trim()
      .split('\r\n')
    expect(head).toBe('Class,Images,Mean,Standard deviation')
    expect(rows).toHaveLength(10)
  }

  const changes = panel(page, 'What training makes of an image')
  const shown = changes.getByRole('img', { name: 'Changed, 7' }).locator('canvas')
  const pixels = () => shown.evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())
  const original = () =>
    changes
      .getByRole('img', { name: 'As it is' })
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL())
  // The engine starts meanwhile.
  await expect(async () => expect(await pixels()).not.toBe(await original())).toPass({ timeout: 30_000 })
  await changes.getByRole('radio', { name: 'classic-32' }).check()
  await expect(changes).toContainText('changes nothing')
  await expect(async () => expect(await pixels()).toBe(await original())).toPass()

  if (info.project.name === 'browser')
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${colorScheme}: ${id}: ${nodes[0]?.html}`)).toEqual([])
    }

  // By keyboard: from the name of the first class to its third image, and to the class below.
  await samples(page).getByRole('rowheader').first().getByRole('button').focus()
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowDown']) await page.keyboard.press(key)
  const image = samples(page).getByRole('row', { name: 'Trouser' }).getByRole('gridcell').nth(1)
  await expect(image.getByRole('button')).toBeFocused()
  const opened = (await image.getByRole('button').getAttribute('aria-label'))!
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Inspector' })).toContainText(/train \d+/.exec(opened)![0])
})
