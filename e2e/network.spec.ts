import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { drop, expect, test } from './app.ts'

const grid = (page: Page) => page.getByRole('grid', { name: 'Images' })
const sheet = (page: Page) => page.getByRole('slider', { name: /^Maps of conv_1 / })
const image = (page: Page) => page.getByRole('complementary', { name: 'Image' })

/** The pixels of a canvas, the last of those in a place. */
const drawn = (page: Page, where: 'sheet' | 'heat'): Promise<string> =>
  (where === 'sheet' ? sheet(page) : image(page))
    .locator('canvas')
    .last()
    .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())

/** Does something, and waits until something else is drawn for it. */
async function draws(page: Page, where: 'sheet' | 'heat', change: () => Promise<void>): Promise<void> {
  const before = await drawn(page, where)
  await change()
  await expect.poll(() => drawn(page, where)).not.toBe(before)
}

test('the network is looked into, image by image and class by class, and its pictures are saved', async ({
  app: { page },
}, info) => {
  await grid(page).getByRole('gridcell').nth(3).click()
  await page.keyboard.press('h')
  await expect(page.getByRole('heading', { name: 'conv_1 + batch norm + relu, 28 × 28 × 32' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'global_average_pool_21, 192 values' })).toBeAttached()
  await expect(page.getByText(/^32 maps, /)).toBeVisible()
  const classes = page.getByRole('radiogroup', { name: 'Class whose evidence is shown' }).getByRole('radio')
  await expect(classes.first()).toBeChecked()

  // Another class by its key; the next image, all of which is another; and back to the prediction.
  await draws(page, 'heat', () => page.keyboard.press('7'))
  await expect(classes.and(page.getByRole('radio', { name: /^Shirt/ }))).toBeChecked()
  await expect(image(page)).toContainText('speaks for Shirt')
  await draws(page, 'sheet', () => page.keyboard.press('ArrowRight'))
  await expect(image(page)).toContainText('5 of 20,000')
  await page.getByRole('button', { name: 'Follow the prediction' }).click()
  await expect(classes.first()).toBeChecked()

  // By keys: a map among the others, and the same as a table.
  await sheet(page).focus()
  await page.keyboard.press('ArrowRight')
  await expect(sheet(page)).toHaveAttribute('aria-valuetext', /^Map 2: /)
  await expect(image(page)).toContainText('5 of 20,000')
  const table = page.getByRole('button', { name: /^Table of conv_1 / })
  await table.click()
  await expect(page.getByRole('region', { name: /^Table of conv_1 / }).getByRole('row')).toHaveCount(33)

  for (const [button, file] of [
    ['Save picture', /\.png$/],
    ['Save numbers', /\.csv$/],
    [/^Save conv_1 .* as PNG$/, /conv_1-batch-norm-relu\.png$/],
  ] as const) {
    const saved = page.waitForEvent('download')
    await page.getByRole('button', { name: button }).click()
    expect((await saved).suggestedFilename()).toMatch(file)
  }
  // The page is the same in both doors; axe opens a page of its own.
  if (info.project.name === 'electron') return
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
})

test('where the model looks is laid over the photo itself, in Browse too', async ({ app: { page } }) => {
  await drop(page, ['green-pants.jpg'])
  await grid(page)
    .getByRole('gridcell', { name: /^green-pants.jpg/ })
    .click()
  await page.getByText('Where the model looks', { exact: true }).click()
  const over = page.getByRole('img', { name: /^Where first-2 looks for / })
  await expect(over.locator('polygon')).toBeAttached()
  const { width, height } = await over.locator('canvas').evaluate((canvas) => ({
    ...{ width: (canvas as HTMLCanvasElement).width },
    height: (canvas as HTMLCanvasElement).height,
  }))
  // Of the photo's form, and something is drawn on it.
  const natural = await over.locator('img').evaluate(async (img) => {
    await (img as HTMLImageElement).decode()
    return (img as HTMLImageElement).naturalWidth / (img as HTMLImageElement).naturalHeight
  })
  expect(width / height).toBeCloseTo(natural, 1)
  await expect
    .poll(() =>
      over.locator('canvas').evaluate((canvas) => {
        const { width: w, height: h } = canvas as HTMLCanvasElement
        return (canvas as HTMLCanvasElement)
          .getContext('2d')!
          .getImageData(0, 0, w, h)
          .data.some((byte) => byte > 0)
      }),
    )
    .toBe(true)
})
