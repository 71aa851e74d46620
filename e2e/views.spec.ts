import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './app.ts'

// Choosing what Browse shows: filters, orders, views that are kept, and why nothing fits.

const grid = (page: Page) => page.getByRole('grid', { name: 'Images' })
const tiles = (page: Page) => grid(page).getByRole('gridcell')
const bar = (page: Page) => page.getByRole('toolbar', { name: 'Filters' })
const views = (page: Page) => page.getByRole('dialog', { name: 'Views' })
const chip = (page: Page, words: string) => bar(page).getByRole('button', { name: words, exact: true })

/** By keyboard: the list of all parts, then one of them by its first word. */
async function filterBy(page: Page, part: string): Promise<void> {
  await page.keyboard.press('Shift+F')
  const item = page.getByRole('menuitem', { name: part, exact: true })
  await expect(item).toBeVisible()
  await page.keyboard.type(part.split(' ')[0]!)
  await expect(item).toBeFocused()
  await page.keyboard.press('Enter')
}

/** Predictions come in the background: until one fits, the view is asked again. */
async function untilOneFits(page: Page): Promise<void> {
  await expect(async () => {
    const again = bar(page).getByRole('button', { name: 'Show again' })
    if (await again.isVisible()) await again.click()
    await expect(tiles(page).first()).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 60_000 })
}

/** Shirts that the model takes for T-shirts, the closest calls first. */
async function closeCalls(page: Page): Promise<void> {
  await expect(tiles(page).first()).toBeVisible()
  await chip(page, 'Class').click()
  await page.getByRole('menuitemcheckbox', { name: 'Shirt', exact: true }).click()
  await page.keyboard.press('Escape')
  await expect(chip(page, 'Class: Shirt')).toBeFocused()
  await filterBy(page, 'Predicted class')
  await page.getByRole('menuitemcheckbox', { name: 'T-shirt/top' }).click()
  await page.keyboard.press('Escape')
  await expect(chip(page, 'Predicted: T-shirt/top')).toBeFocused()
  await page.getByRole('button', { name: 'Sort: Newest first' }).click()
  await page.getByRole('menuitemradio', { name: 'Smallest margin first' }).click()
  await untilOneFits(page)
  await expect(tiles(page).first()).toHaveAccessibleName(
    /label Shirt, (prediction|model not sure, perhaps) T-shirt/,
  )
}

async function save(page: Page, name: string): Promise<void> {
  await grid(page).focus()
  await page.keyboard.press('v')
  await views(page).getByRole('textbox').fill(name)
  await page.keyboard.press('Enter')
  await expect(
    views(page).getByRole('button', { name: new RegExp(`^${name}, [1-9][\\d,]* image`) }),
  ).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(bar(page).getByRole('button', { name: `Views, ${name} is shown` })).toBeVisible()
}

test('a view is chosen, kept, and there again after a reload', async ({ app }) => {
  const { page } = app
  await closeCalls(page)
  await save(page, 'Close calls')

  await page.reload()
  await expect(chip(page, 'Class: Shirt')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Sort: Smallest margin first' })).toBeVisible()
  await expect(tiles(page).first()).toHaveAccessibleName(/label Shirt/)

  await bar(page).getByRole('button', { name: 'Clear filters' }).click()
  await expect(bar(page).getByText('All 20,000 images')).toBeVisible()
  await grid(page).focus()
  await page.keyboard.press('v')
  await views(page)
    .getByRole('button', { name: /^Close calls, / })
    .press('Enter')
  await expect(chip(page, 'Predicted: T-shirt/top')).toBeVisible()
  await chip(page, 'Take away “Predicted: T-shirt/top”').click()
  await expect(bar(page).getByText('2,000 of 20,000 images')).toBeVisible()
  await expect(chip(page, 'Views')).toBeVisible()

  await chip(page, 'Views').click()
  await views(page).getByRole('button', { name: 'Delete Close calls' }).click()
  await expect(views(page)).toContainText('None yet')
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.keyboard.press('Control+k')
  await page.getByRole('option', { name: 'Show view Close calls' }).click()
  await expect(chip(page, 'Predicted: T-shirt/top')).toBeVisible()
})

test('where nothing fits it says why, and helps', async ({ app }) => {
  const { page } = app
  await expect(tiles(page).first()).toBeVisible()
  await chip(page, 'Split').click()
  await page.getByRole('menuitemcheckbox', { name: 'Test', exact: true }).click()
  await page.keyboard.press('Escape')
  await filterBy(page, 'Date labelled')
  await page
    .getByRole('dialog', { name: 'Date labelled' })
    .getByRole('button', { name: 'Last 7 days' })
    .click()
  await expect(page.getByRole('heading', { name: 'No image fits these filters' })).toBeVisible()
  await page.getByRole('button', { name: 'Without “Labelled last 7 days” 10,000 images' }).click()
  await expect(bar(page).getByText('10,000 of 20,000 images')).toBeVisible()
  await expect(chip(page, 'Split: Test')).toBeVisible()
})

test('what opens from the bars has no accessibility violation, dark and light', async ({ app }, info) => {
  test.skip(info.project.name === 'electron', 'The page is the same in both doors.')
  const { page } = app
  await expect(tiles(page).first()).toBeVisible()
  // The grid behind is looked at in accessibility.spec.ts, and takes most of the time.
  const axe = new AxeBuilder({ page }).exclude('[role=grid]')
  const check = async (what: string) => {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { violations } = await axe.analyze()
      expect(violations.map(({ id, nodes }) => `${what}, ${colorScheme}: ${id}: ${nodes[0]?.html}`)).toEqual(
        [],
      )
    }
    await page.keyboard.press('Escape')
  }
  for (const part of ['Confidence', 'Date labelled', 'Predicted class']) {
    await filterBy(page, part)
    await expect(page.locator('[role=dialog], [role=menu]').last()).toBeVisible()
    await check(part)
  }
  await page.keyboard.press('Shift+F')
  await check('Filter')
  await page.getByRole('button', { name: /^Sort/ }).click()
  await check('Sort')
  await save(page, 'All')
  await page.keyboard.press('v')
  await check('Views')
  await filterBy(page, 'Flag')
  await page.getByRole('menuitemcheckbox', { name: 'Flagged', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'No image fits these filters' })).toBeVisible()
  await check('Nothing fits')
})
