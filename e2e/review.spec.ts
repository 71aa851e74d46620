import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './app.ts'

// Going through images one by one, by keyboard.

const sitting = (page: Page) => page.getByRole('main', { name: /^Review: / })
const side = (page: Page) => page.getByRole('region', { name: 'Label and prediction' })
const shown = (page: Page) =>
  page.getByRole('list', { name: 'Images before and behind' }).locator('[aria-current]')
const counts = (page: Page, text: string) => expect(sitting(page).getByText(text)).toBeVisible()

/** Whatever theme: what is shown now. */
async function isAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  }
}

/** The name of the image that is shown, once it is another one than before. */
async function nextName(page: Page, before: string): Promise<string> {
  await expect(shown(page)).not.toHaveAttribute('aria-label', new RegExp(`^(${before},|Loading)`))
  return nameShown(page)
}

async function nameShown(page: Page): Promise<string> {
  await expect(shown(page)).not.toHaveAttribute('aria-label', 'Loading')
  return (await shown(page).getAttribute('aria-label'))!.split(',')[0]!
}

/** Presses a key that answers, and waits for the image behind. */
async function answer(page: Page, key: string): Promise<string> {
  const before = await nameShown(page)
  await page.keyboard.press(key)
  return nextName(page, before)
}

/** Some of the dataset's test images, which the model has been asked about by then. */
async function showTestImages(page: Page): Promise<void> {
  await page.getByRole('toolbar', { name: 'Filters' }).getByRole('button', { name: 'Split' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Test', exact: true }).click()
  await page.keyboard.press('Escape')
  await expect(page.getByText('10,000 of 20,000 images')).toBeVisible()
}

test('a review is gone through by keyboard, left, and continued where it was', async ({ app }, info) => {
  const { page } = app
  await showTestImages(page)
  await page.keyboard.press('r')
  await page.getByRole('radio', { name: 'What Browse shows, by its filters' }).check()
  const begin = page.getByRole('button', { name: 'Begin: Model and label disagree' })
  await expect(begin).toHaveText(/Begin with 100/, { timeout: 90_000 })
  if (info.project.name !== 'electron') await isAccessible(page)
  await begin.click()
  await counts(page, '0 of 100 done · 100 left')
  const first = await nameShown(page)
  expect(first).toMatch(/^test /)
  await expect(side(page)).toContainText('%')

  // Five corrected, whatever they are labelled: two as the model says, three by the key of a class.
  for (const key of ['Enter', 'Enter', '1', '2', '3']) await answer(page, key)
  const kept = await nameShown(page)
  const skipped = await answer(page, 'k')
  await answer(page, 's')
  await counts(page, '6 of 100 done · 1 skipped · 93 left')

  await page.keyboard.press('u')
  await expect(shown(page)).toHaveAttribute('aria-label', new RegExp(`^${kept},.*to do$`))
  await counts(page, '5 of 100 done · 1 skipped · 94 left')
  if (info.project.name !== 'electron') await isAccessible(page)

  await page.keyboard.press('Escape')
  await page.reload()
  await page.getByRole('button', { name: 'Review', exact: true }).click()
  await expect(page.getByText('5 of 100 done · 1 skipped · 94 left')).toBeVisible()
  await page.getByRole('button', { name: /^Continue Model and label disagree/ }).click()
  await counts(page, '5 of 100 done · 1 skipped · 94 left')
  expect(await nameShown(page)).toBe(kept)

  // On with a label: past the skipped one, to the first that was not shown for long.
  const next = await answer(page, 'k')
  expect(next).not.toBe(skipped)
  await counts(page, '6 of 100 done · 1 skipped · 93 left')
})

test('a random sample tells how many labels are wrong', async ({ app }, info) => {
  const { page } = app
  await page.keyboard.press('r')
  await page.getByRole('button', { name: 'Begin: Random sample' }).click()
  await counts(page, '0 of 100 done · 100 left')
  for (let done = 0; done < 9; done++) await answer(page, 'k')
  const { 1: label } = /label ([^,]+)/.exec((await shown(page).getAttribute('aria-label'))!)!
  await answer(page, label === 'Bag' ? '1' : '9')
  await counts(page, '10 of 100 done · 90 left')
  await page.keyboard.press('e')
  await expect(sitting(page)).toContainText('1 of 10 labels were wrong: 10.0 %, 95 % interval 1.8 to 40.4 %.')
  await expect(sitting(page)).toContainText('9 labels kept as they were')
  if (info.project.name !== 'electron') await isAccessible(page)
  await page.getByRole('button', { name: 'Go on with the 90 left' }).click()
  await counts(page, '10 of 100 done · 90 left')
  await expect(side(page)).toContainText('To do')
})
