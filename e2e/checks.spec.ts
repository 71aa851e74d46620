import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './app.ts'

// Wrong labels found by the checks, and put right by keyboard.

const WRONG = 40

const sitting = (page: Page) => page.getByRole('main', { name: 'Review: Labels likely wrong' })
const side = (page: Page) => page.getByRole('region', { name: 'Label and prediction' })
const shown = (page: Page) =>
  page.getByRole('list', { name: 'Images before and behind' }).locator('[aria-current]')
const issues = (page: Page) =>
  page
    .getByRole('list', { name: 'What was found' })
    .getByRole('listitem')
    .filter({ hasText: 'Labels likely' })

async function isAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  }
}

/** Some trousers are labelled Bag, as a hand that slipped would. */
async function mislabel(page: Page): Promise<void> {
  await page.getByRole('toolbar', { name: 'Filters' }).getByRole('button', { name: 'Class' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Trouser', exact: true }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByText('2,000 of 20,000 images')).toBeVisible()
  const cells = page.getByRole('grid', { name: 'Images' }).getByRole('gridcell')
  await cells.first().click()
  await cells.nth(WRONG - 1).click({ modifiers: ['Shift'] })
  await page.keyboard.press('9')
  await expect(page.getByText(`Labelled ${WRONG} images Bag.`)).toBeVisible()
}

async function openLabels(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Insight', exact: true }).click()
  await page.getByRole('tab', { name: 'Labels' }).click()
}

async function nameShown(page: Page): Promise<string> {
  await expect(shown(page)).not.toHaveAttribute('aria-label', 'Loading')
  return (await shown(page).getAttribute('aria-label'))!.split(',')[0]!
}

/** Takes what is suggested; answers of which image. */
async function take(page: Page): Promise<string> {
  const name = await nameShown(page)
  await expect(side(page)).toContainText(/Suggested\s*Trouser/)
  await page.keyboard.press('Enter')
  await expect(shown(page)).not.toHaveAttribute('aria-label', new RegExp(`^(${name},|Loading)`))
  return name
}

test('wrong labels are found, corrected by Enter, undone, and gone after a restart', async ({
  app,
}, info) => {
  // Beside other work the checks take minutes, not half a minute.
  test.slow()
  let { page } = app
  await mislabel(page)
  await openLabels(page)
  await expect(page.getByText(/For your 20,000 images that takes/)).toBeVisible()
  await page.getByRole('button', { name: 'Check the labels' }).click()
  await expect(page.getByRole('progressbar')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeVisible()
  await expect(page.getByText(/20,000 labels judged/)).toBeVisible({ timeout: 300_000 })
  const { 1: found } = /open of ([\d,]+) labels found/.exec(await issues(page).innerText())!
  const all = Number(found!.replace(',', ''))
  const open = (left: number) => `${left} open of ${found} labels found`
  await expect(issues(page)).toContainText(open(all))
  if (info.project.name !== 'electron') await isAccessible(page)

  // From the pair of classes to its images.
  await page.getByRole('button', { name: 'Table: Label → suggested class' }).click()
  await page
    .getByRole('row', { name: /^Bag Trouser/ })
    .getByRole('button', { name: 'Bag' })
    .click()
  await expect(page.getByText('Among: Bag, likely Trouser')).toBeVisible()
  await expect(page.getByText(/^(3[5-9]|4\d) of 20,000 images$/)).toBeVisible()

  await openLabels(page)
  await page.getByRole('button', { name: 'Review: Labels likely wrong' }).click()
  await expect(sitting(page).getByText('0 of 100 done · 100 left')).toBeVisible()
  const first = await take(page)
  const second = await take(page)
  const third = await take(page)
  await expect(sitting(page).getByText('3 of 100 done · 97 left')).toBeVisible()
  if (info.project.name !== 'electron') await isAccessible(page)
  await page.keyboard.press('u')
  await expect(shown(page)).toHaveAttribute('aria-label', new RegExp(`^${third}, label Bag,.*to do$`))
  await expect(sitting(page).getByText('2 of 100 done · 98 left')).toBeVisible()
  await page.keyboard.press('Escape')
  await openLabels(page)
  await expect(issues(page)).toContainText(open(all - 2))

  page = await app.restart()
  await openLabels(page)
  await expect(issues(page)).toContainText(open(all - 2))
  await expect(page.getByText('2 labels were changed since.')).toBeVisible()
  await page.getByRole('button', { name: 'Show in the grid: Labels likely wrong' }).click()
  await expect(page.getByText(`${all - 2} of 20,000 images`)).toBeVisible()
  const cells = page.getByRole('grid', { name: 'Images' }).getByRole('gridcell')
  await expect(cells.first()).toHaveAccessibleName(new RegExp(`^${third}, label Bag`))
  for (const name of [first, second])
    await expect(page.getByRole('gridcell', { name: new RegExp(`^${name},`) })).toHaveCount(0)

  // What was found of the focused image, where it is looked at.
  await cells.first().click()
  const inspector = page.getByRole('region', { name: 'Inspector' })
  await expect(inspector).toContainText('Judged by models that have not learnt from it, Trouser is')
  await inspector.getByRole('button', { name: 'Label Trouser' }).click()
  await expect(page.getByText('Labelled 1 image Trouser.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Show again' })).toBeVisible()
})
