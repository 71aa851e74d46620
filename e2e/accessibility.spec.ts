import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './app.ts'

const grid = (page: Page) => page.getByRole('grid', { name: 'Images' })

/** More classes than there are digits. */
const MORE = ['Jumpsuit', 'Scarves, gloves and other warm things', 'Underwear', 'Swimwear']

/** The dialog alone: what is behind it is looked at where nothing is in front. */
async function isAccessible(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('[role=dialog]').analyze()
  expect(violations.map(({ id, nodes }) => `${what}: ${id}: ${nodes[0]?.html}`)).toEqual([])
}

for (const colorScheme of ['dark', 'light'] as const) {
  test(`no view has an accessibility violation, ${colorScheme}`, async ({ app }, info) => {
    test.skip(
      info.project.name === 'electron',
      'The page is the same in both doors; axe opens a page of its own.',
    )
    const { page } = app
    await page.emulateMedia({ colorScheme })
    await expect(page.getByRole('grid', { name: 'Images' }).getByRole('gridcell').first()).toBeVisible()
    for (const view of ['Browse', 'Train', 'Models']) {
      await page.getByRole('button', { name: view, exact: true }).click()
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${view}: ${id}: ${nodes[0]?.html}`)).toEqual([])
    }
  })
}

test('what a key opens has no accessibility violation, with 14 classes', async ({ app }, info) => {
  test.skip(
    info.project.name === 'electron',
    'The page is the same in both doors; axe opens a page of its own.',
  )
  const { page } = app
  await expect(grid(page).getByRole('gridcell').first()).toBeVisible()
  await page.keyboard.press('c')
  const classes = page.getByRole('dialog', { name: 'Classes' })
  for (const name of MORE) {
    await classes.getByRole('textbox', { name: 'New class' }).fill(name)
    await page.keyboard.press('Enter')
    await expect(classes.getByText(`${name} added.`)).toBeVisible()
  }
  await page.keyboard.press('Escape')
  await grid(page).focus()
  for (const key of ['c', '?', 'Control+k', 'l', 'g', 'Space']) {
    await page.keyboard.press(key)
    await expect(page.getByRole('dialog')).toBeVisible()
    for (const colorScheme of ['dark', 'light'] as const) {
      // Without motion: a colour on its way from one theme to the other is neither's.
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await isAccessible(page, `${key}, ${colorScheme}`)
    }
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(grid(page)).toBeFocused()
  }
})

test('the large picture is labelled by the keys of the grid, and says what they did', async ({ app }) => {
  const { page } = app
  await grid(page)
    .getByRole('gridcell', { name: /prediction/ })
    .first()
    .click({ timeout: 90_000 })
  await page.keyboard.press('Space')
  const large = page.getByRole('dialog')
  const before = await large.getByRole('heading').textContent()
  await page.keyboard.press('Enter')
  await expect(large.getByRole('heading')).not.toHaveText(before!)
  const messages = page.getByRole('region', { name: 'Messages' })
  await expect(messages).toContainText(/Labelled 1 image/)
  // In front of the large picture, not behind it.
  await messages.getByRole('button', { name: 'Undo' }).click()
  await expect(messages).toContainText('Undone: the label of 1 image.')
})

test('a search that is begun in another view is begun in Browse', async ({ app }) => {
  const { page } = app
  await expect(grid(page).getByRole('gridcell').first()).toBeVisible()
  for (const place of ['d', 't']) {
    await page.keyboard.press(place)
    await page.keyboard.press('/')
    await expect(page.getByRole('searchbox', { name: 'Search by file name' })).toBeFocused()
    await page.keyboard.press('Escape')
  }
})
