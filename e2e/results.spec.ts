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

/** Images labelled Shirt that were answered T-shirt/top: a number of the table, which leads to them. */
async function shirtsAsTshirts(page: Page) {
  await matrix(page).getByRole('button', { name: 'Table: Confusion matrix' }).press('Enter')
  const row = matrix(page).getByRole('row', { name: /^Shirt/ })
  const cell = row.getByRole('cell').first().getByRole('button')
  return { cell, images: Number(await cell.textContent()) }
}

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
  const before = await shirtsAsTshirts(page)
  expect(before.images).toBeGreaterThan(3)
  await before.cell.press('Enter')
  await expect(page.getByText(`${before.images} of 20,000 images`)).toBeVisible()
  await expect(tiles(page).first()).toBeVisible()

  for (const key of ['ArrowRight', 'Shift+ArrowRight', 'Shift+ArrowRight', '1'])
    await page.keyboard.press(key)
  await expect(page.getByRole('status', { name: 'Status' })).toContainText('3 corrected')

  await openResults(page)
  await expect.poll(async () => (await shirtsAsTshirts(page)).images).toBe(before.images - 3)
  await expect(page.getByText("3 are not the dataset's own")).toBeVisible()
  // Its picture leads there as its table does.
  await matrix(page).getByRole('button', { name: 'Table: Confusion matrix' }).press('Enter')
  await clickDrawnCell(page)
  await expect(page.getByText(`${before.images - 3} of 20,000 images`)).toBeVisible()
})
