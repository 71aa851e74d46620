import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './app.ts'

// A new model by a recipe, held on the way, seen to its end, and compared with another.

const form = (page: Page) => page.getByRole('form', { name: 'Train a new model' })

/** With knobs, charts and tables open. */
async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
}

/** Trains the smallest of the seed's networks for one epoch, and waits for its version. */
async function train(page: Page, seed: string): Promise<void> {
  await form(page).getByLabel('Seed').fill(seed)
  await form(page).getByRole('button', { name: 'Train' }).click()
  const run = page.getByRole('region', { name: 'Training run' })
  await expect(run).toContainText(`seed ${seed}.`)
  await expect(run.getByRole('heading', { name: 'Trained: ' })).toBeVisible({ timeout: 30_000 })
  await expect(run).toContainText(/[\d.]+\s% of the validation images/)
  await expect(run.getByRole('button', { name: 'Use this version' })).toBeVisible()
}

test('a new model is trained by a recipe, and two runs are compared', async ({ app: { page } }) => {
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await form(page).getByLabel('Recipe').selectOption('classic-32')
  await form(page).getByText('Knobs').click()
  await form(page).getByLabel('Kernels').fill('0')
  await expect(form(page).getByText('Kernels must be a whole number from 1 to 512.')).toBeVisible()
  await expect(form(page).getByRole('button', { name: 'Train' })).toBeDisabled()
  await form(page).getByLabel('Kernels').fill('4')
  await form(page).getByLabel('Epochs').fill('1')
  await expect(form(page)).toContainText('(4 kernels, no dropout) from nothing: once through')

  await train(page, '1')
  await page.getByRole('button', { name: 'Use this version' }).click()
  await expect(page.getByRole('region', { name: 'Training run' })).toContainText('active now, as you chose')
  await train(page, '2')

  const table = page.getByRole('table', { name: 'Runs' })
  for (const run of ['Run 2: classic-32', 'Run 1: classic-32']) {
    const row = table.getByRole('row', { name: run })
    // Accuracy on training, validation and test images.
    await expect(row.getByRole('cell', { name: '%' })).toHaveCount(3)
    await row.getByRole('checkbox').check()
  }
  const compared = page.getByRole('region', { name: 'Runs compared' })
  await expect(compared.getByRole('radio', { name: 'Validation images' })).toBeChecked()
  await expect(compared.getByRole('img', { name: /^(Accuracy|Loss|Learning rate)\. / })).toHaveCount(3)
  await accessible(page)
  await compared.getByRole('button', { name: 'Table: Accuracy' }).click()
  await expect(compared.getByRole('columnheader', { name: 'Run 1: classic-32' })).toBeVisible()
  await accessible(page)
})

test('a training with an advanced knob is paused, resumed and cancelled, and says so', async ({
  app: { page },
}) => {
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await expect(form(page).getByLabel('Recipe')).toHaveValue('compact')
  await form(page).getByText('Knobs').click()
  await form(page).getByText('Advanced').click()
  await form(page).getByLabel('Rotate').fill('46')
  await expect(form(page).getByText('Rotate must be a number from 0 to 45, such as 10.')).toBeVisible()
  await form(page).getByLabel('Rotate').fill('12')
  await form(page).getByLabel('Optimiser').selectOption('SGD')
  await form(page).getByLabel('Kernels').fill('2')
  await accessible(page)
  await form(page).getByRole('button', { name: 'Train' }).click()
  const run = page.getByRole('region', { name: 'Training run' })
  await expect(run).toContainText('with kernels 2, optimiser SGD, rotate 12 degrees.')
  await expect(run.getByRole('status').filter({ hasText: /^Training$/ })).toBeVisible({ timeout: 30_000 })

  await page.getByRole('main').click({ position: { x: 5, y: 5 } })
  await page.keyboard.press('p')
  await expect(run.getByText('Paused', { exact: true })).toBeVisible()
  await expect(page.getByRole('status', { name: 'Status' })).toContainText('Training paused')
  await accessible(page)
  await page.reload()
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await expect(run.getByText('Paused', { exact: true })).toBeVisible()
  await expect(run).toContainText('with kernels 2, optimiser SGD, rotate 12 degrees.')

  await run.getByRole('button', { name: 'Resume' }).click()
  await expect(run.getByText('Paused', { exact: true })).toBeHidden()
  await run.getByRole('button', { name: 'Pause' }).click()
  await expect(run.getByText('Paused', { exact: true })).toBeVisible()
  await run.getByRole('button', { name: 'Cancel' }).click()
  await expect(run.getByRole('heading', { name: 'Cancelled: compact' })).toBeVisible()
})
