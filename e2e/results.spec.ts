import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './app.ts'

// From a number of the confusion matrix to its images, and the matrix follows what is corrected there.

const grid = (page: Page) => page.getByRole('grid', { name: 'Images' })
const matrix = (page: Page) => page.getByRole('figure', { name: 'Confusion matrix' })
const tiles = (page: Page) => grid(page).getByRole('gridcell', { name: /label Shirt.*T-shirt\/top/ })

async function openResults(page: Page): Promise<void> {
  await page.keyboard.press('s')
  await page.getByRole('tab', { name: 'Results' }).click()
  // Answered in the background since the library was made, and followed here.
  await expect(page.getByText('right of 10,000 test images')).toBeVisible({ timeout: 120_000 })
}

/** As a table, or again as a picture. */
const turnOver = (page: Page) =>
  matrix(page).getByRole('button', { name: 'Table: Confusion matrix' }).press('Enter')
/** Images labelled Shirt that were answered T-shirt/top: a number of the table, which leads to them. */
const shirtsAsTshirts = (page: Page) =>
  matrix(page)
    .getByRole('row', { name: /^Shirt/ })
    .getByRole('cell')
    .first()
    .getByRole('button')

/** The cell as it is drawn: in the line of its label, in the column of its answer. */
async function clickDrawnCell(page: Page): Promise<void> {
  const middles = (name: string) =>
    matrix(page)
      .locator('svg text')
      .evaluateAll(
        (words, text) =>
          words
            .filter(({ textContent }) => textContent === text)
            .map((word) => word.getBoundingClientRect())
            .map(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 })),
        name,
      )
  // Each name is there twice: on the left, and further to the right below.
  await expect.poll(async () => (await middles('Shirt')).length).toBe(2)
  const line = Math.min(...(await middles('Shirt')).map(({ y }) => y))
  const column = Math.max(...(await middles('T-shirt/top')).map(({ x }) => x))
  await page.mouse.click(column, line)
}

test('leads from a cell to its images, and follows what is corrected there by key', async ({ app }, info) => {
  const { page } = app
  await openResults(page)
  if (info.project.name !== 'electron') {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${colorScheme}: ${id}: ${nodes[0]?.html}`)).toEqual([])
    }
  }
  await turnOver(page)
  const before = Number(await shirtsAsTshirts(page).textContent())
  expect(before).toBeGreaterThan(3)
  await shirtsAsTshirts(page).press('Enter')
  await expect(page.getByText(`${before} of 20,000 images`)).toBeVisible()
  await expect(tiles(page).first()).toBeVisible()

  for (const key of ['ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight', '1'])
    await page.keyboard.press(key)
  await expect(page.getByRole('status', { name: 'Status' })).toContainText('3 corrected')

  await openResults(page)
  // Of what was there before it says so at first.
  await turnOver(page)
  await expect(shirtsAsTshirts(page)).toHaveText(String(before - 3))
  await expect(page.getByText("3 are not the dataset's own")).toBeVisible()
  // Its picture leads there as its table does.
  await turnOver(page)
  await clickDrawnCell(page)
  await expect(page.getByText(`${before - 3} of 20,000 images`)).toBeVisible()
})
