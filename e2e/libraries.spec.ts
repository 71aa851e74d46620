import type { Page } from '@playwright/test'
import { drop, expect, GOOD_PHOTOS, test } from './app.ts'

// A library of one's own photos and classes, from its making to its labels, and back to the first one.

const tile = (page: Page, name: string) =>
  page.getByRole('grid', { name: 'Images' }).getByRole('gridcell', { name: new RegExp(`^${name}`) })
const status = (page: Page) => page.getByRole('status', { name: 'Status' })
const libraryMenu = (page: Page) => page.getByRole('button', { name: /^Library:/ })
const classButton = (page: Page, name: string) =>
  page.getByRole('button', { name: new RegExp(`^\\S* ?${name}`) })

async function makeLibrary(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type('new library')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'New library' })
  await dialog.getByLabel('Name').fill('wardrobe')
  await expect(dialog.getByText('There is a library wardrobe already.')).toBeVisible()
  await dialog.getByLabel('Name').fill('My own things')
  await dialog.getByRole('textbox', { name: 'Classes' }).fill('dress')
  await expect(dialog.getByText('A library has 2 to 200 classes, and here are 1.')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Classes' }).fill('dress\nshoes, trousers')
  await expect(dialog.getByText('3 classes.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Make library' }).click()
  await expect(libraryMenu(page)).toHaveText('My own things')
}

test('a library of own classes is made, filled, labelled by keys, left and found again', async ({ app }) => {
  const { page } = app
  await expect(status(page)).toContainText("20,000 of Fashion-MNIST's 70,000")
  await makeLibrary(page)
  await expect(page.getByRole('heading', { name: 'No photos yet' })).toBeVisible()
  await expect(status(page)).toContainText('0 photos')
  await drop(page, GOOD_PHOTOS)
  await expect(page.getByRole('region', { name: 'Added photos' })).toContainText('5 photos added.')
  const [first, second] = GOOD_PHOTOS as [string, string]
  await tile(page, first).click()
  await page.keyboard.press('1')
  await expect(tile(page, first)).toHaveAccessibleName(/label dress/)
  await tile(page, second).click()
  await page.keyboard.press('2')
  await expect(tile(page, second)).toHaveAccessibleName(/label shoes/)
  await expect(status(page)).toContainText('2 labelled by you')

  await page.reload()
  await expect(libraryMenu(page)).toHaveText('My own things')
  await expect(tile(page, first)).toHaveAccessibleName(/label dress/)
  await expect(status(page)).toContainText('5 photos')
  await expect(status(page)).toContainText('2 labelled by you')
  await expect(classButton(page, 'dress')).toContainText('1')

  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Train a new model' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Models', exact: true }).click()
  await expect(page.getByText('No version yet.')).toBeVisible()
  await page.getByRole('button', { name: 'Label in Browse' }).click()

  await libraryMenu(page).click()
  await page.getByRole('menuitem', { name: 'wardrobe' }).click()
  await expect(status(page)).toContainText("20,000 of Fashion-MNIST's 70,000")
  await expect(libraryMenu(page)).toHaveText('wardrobe')
})
