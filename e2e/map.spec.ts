import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { expect, test } from './app.ts'

const grid = (page: Page) => page.getByRole('grid', { name: 'Images' })
const map = (page: Page) => page.getByRole('application', { name: /^Map of [\d,]+ images/ })
const chosen = (page: Page) => page.getByRole('region', { name: 'Chosen images' })
const status = (page: Page) => page.getByRole('status', { name: 'Status' })
const number = (text: string | null) => Number(/[\d,]+/.exec(text ?? '')![0].replaceAll(',', ''))

/** How many images of a class the map has, as its table says. */
const counted = async (page: Page, name: string) =>
  number(
    await page
      .getByRole('row', { name: new RegExp(name) })
      .getByRole('cell')
      .nth(1)
      .textContent(),
  )

/** The map is open: of all images, or of those that the model has looked at so far. */
async function openMap(page: Page) {
  await expect(grid(page).getByRole('gridcell', { name: /label/ }).first()).toBeVisible()
  await page.keyboard.press('s')
  await page.getByRole('tab', { name: 'Map' }).click()
  await expect(map(page)).toBeVisible({ timeout: 60_000 })
}

/** Draws around the middle of what is seen. */
async function lasso(page: Page) {
  const { x, y, width, height } = (await map(page).boundingBox())!
  const corners = [
    [0.35, 0.35],
    [0.65, 0.35],
    [0.65, 0.65],
    [0.35, 0.65],
  ] as const
  await page.keyboard.down('Shift')
  await page.mouse.move(x + width * 0.35, y + height * 0.35)
  await page.mouse.down()
  for (const [right, down] of corners)
    await page.mouse.move(x + width * right, y + height * down, { steps: 4 })
  await page.mouse.up()
  await page.keyboard.up('Shift')
}

test('what a lasso on the map holds is labelled together in the grid, and the map follows; by keys alone too', async ({
  app: { page },
}, info) => {
  await openMap(page)
  await lasso(page)
  const images = number(await chosen(page).getByRole('heading').textContent())
  const list = chosen(page).getByRole('list', { name: 'Chosen images by colour' }).getByRole('listitem')
  expect(images).toBeGreaterThan(10)
  expect(await list.count()).toBeGreaterThan(1)

  await map(page).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('toolbar', { name: 'Filters' })).toContainText('Lasso on the map')
  await expect(grid(page).getByRole('gridcell', { name: /label/ }).first()).toBeVisible()
  await page.keyboard.press('Control+a')
  await expect(status(page)).toContainText(`${images.toLocaleString('en')} selected`)
  await page.keyboard.press('9')
  await expect(grid(page).getByRole('gridcell').first()).toHaveAccessibleName(/label Bag/)

  await page.keyboard.press('s')
  await expect(chosen(page)).toContainText(`${images.toLocaleString('en')} images chosen`)
  await expect(list).toHaveText([new RegExp(`^Bag\\s*${images.toLocaleString('en')}$`)])
  expect(await counted(page, 'Bag')).toBeGreaterThanOrEqual(images)

  await page.keyboard.press('u')
  await expect.poll(() => list.count()).toBeGreaterThan(1)

  // Gone over with the keys alone.
  const shown = page.getByRole('checkbox', { name: 'Sandal on the map' })
  await shown.focus()
  await page.keyboard.press('Space')
  await expect(shown).not.toBeChecked()
  await page.keyboard.press('Space')
  await map(page).focus()
  for (const key of ['ArrowLeft', 'ArrowRight', '+', '-', '0', ' ']) await page.keyboard.press(key)
  // The middle may lie between all images; closer to one there is always one.
  await lasso(page)
  await expect(chosen(page)).toContainText('images chosen')
  await map(page).focus()
  await page.keyboard.press('Escape')
  await expect(chosen(page)).not.toContainText('chosen')

  for (const [format, name] of [
    ['PNG', /\.png$/],
    ['SVG', /\.svg$/],
    ['CSV', /\.csv$/],
  ] as const) {
    await page.getByRole('button', { name: 'Save the map' }).click()
    const saving = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: format }).click()
    const download = await saving
    expect(download.suggestedFilename()).toMatch(name)
    const bytes = readFileSync(await download.path())
    expect(bytes.length).toBeGreaterThan(10_000)
    if (format === 'CSV') expect(bytes.toString()).toMatch(/^image,x,y,label,prediction\n\d+,-?[\d.e-]+,/)
  }

  if (info.project.name !== 'electron') {
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
    }
  }

  await page.getByRole('button', { name: /^Show [\d,]+ images: Trouser/ }).press('Enter')
  await expect(page.getByRole('toolbar', { name: 'Filters' })).toContainText('Trouser on the map')
})

test('the images most like one come in the order of their likeness, the image itself first', async ({
  app: { page },
}) => {
  await expect(grid(page).getByRole('gridcell', { name: /label/ }).first()).toBeVisible()
  const third = grid(page).getByRole('gridcell').nth(2)
  await third.click()
  const [name] = (await third.getAttribute('aria-label'))!.split(',')
  // The model has to have looked at it before, and at a hundred others.
  await expect(async () => {
    await page.getByRole('button', { name: 'Similar images' }).click()
    await expect(page.getByRole('toolbar', { name: 'Filters' })).toContainText(`Most like ${name}`, {
      timeout: 2000,
    })
    await expect(page.getByText('100 of 20,000')).toBeVisible({ timeout: 2000 })
  }).toPass({ timeout: 60_000 })
  await expect(grid(page).getByRole('gridcell').first()).toHaveAccessibleName(new RegExp(`^${name},`))
})
