import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './app.ts'

// A class of one's own: added, renamed, given a key, labelled with, merged, and brought back.

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Classes' })
const grid = (page: Page) => page.getByRole('grid', { name: 'Images' })
const names = (page: Page) =>
  dialog(page)
    .getByRole('textbox', { name: /^Name of/ })
    .evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value))

async function accessible(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${colorScheme}: ${id}: ${nodes[0]?.html}`)).toEqual([])
  }
}

/** Adds Beret, renames it to Hat, gives it the key H, and moves it up; all by keyboard. */
async function make(page: Page): Promise<void> {
  await page.keyboard.press('c')
  const field = dialog(page).getByRole('textbox', { name: 'New class' })
  await field.fill('SANDAL')
  await field.press('Enter')
  await expect(dialog(page).getByText('There is a class Sandal already.')).toBeVisible()
  await field.fill('Beret')
  await field.press('Enter')
  await expect(dialog(page).getByText('Beret added')).toBeVisible()
  await dialog(page).getByRole('textbox', { name: 'Name of Beret' }).fill('Hat')
  await page.keyboard.press('Enter')
  await dialog(page).getByRole('textbox', { name: 'Key of Hat' }).fill('h')
  await page.keyboard.press('Enter')
  await expect(dialog(page).getByText('Hat has the key H now.')).toBeVisible()
  await page.keyboard.press('Alt+ArrowUp')
  await expect.poll(() => names(page)).toEqual(expect.arrayContaining(['Hat', 'Ankle boot']))
  await expect.poll(async () => (await names(page)).at(-2)).toBe('Hat')
  await expect(dialog(page).getByRole('button', { name: 'Merge or delete Sandal' })).toBeDisabled()
}

async function merge(page: Page): Promise<void> {
  await dialog(page).getByRole('button', { name: 'Merge or delete Hat' }).click()
  await expect(dialog(page).getByText('Its 1 image become')).toBeVisible()
  await dialog(page)
    .getByRole('combobox', { name: /become/ })
    .selectOption('Bag')
  await dialog(page).getByRole('button', { name: 'Merge into Bag' }).click()
  await expect(dialog(page).getByText('Hat is merged into Bag, with 1 image.')).toBeVisible()
  expect(await names(page)).not.toContain('Hat')
}

test('a class is added, renamed, keyed, labelled with, merged, and is back after undo and restart', async ({
  app,
}, info) => {
  let { page } = app
  await expect(grid(page).getByRole('gridcell').first()).toBeVisible()
  await make(page)
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toBeHidden()
  await grid(page).getByRole('gridcell').first().click()
  await page.keyboard.press('h')
  await expect(page.getByText('Labelled 1 image Hat.')).toBeVisible()

  await page.getByRole('button', { name: 'Classes…' }).click()
  if (info.project.name === 'browser') await accessible(page)
  await merge(page)
  await dialog(page).getByRole('button', { name: 'Undo' }).click()
  await expect(dialog(page).getByRole('textbox', { name: 'Name of Hat' })).toBeVisible()

  page = await app.restart()
  await expect(
    page.getByRole('toolbar', { name: 'Classes' }).getByRole('button', { name: 'Hat' }),
  ).toHaveAccessibleDescription('1 image')
  await page.keyboard.press('c')
  await expect.poll(async () => (await names(page)).at(-2)).toBe('Hat')
  await expect(dialog(page).getByRole('textbox', { name: 'Key of Hat' })).toHaveValue('H')
})
