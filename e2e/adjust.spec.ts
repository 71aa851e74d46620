import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import { drop, expect, test, type App } from './app.ts'

const PHOTO = 'green-pants.jpg'

const tile = (page: Page) =>
  page.getByRole('grid', { name: 'Images' }).getByRole('gridcell', { name: new RegExp(`^${PHOTO}`) })
const editor = (page: Page) => page.getByRole('dialog', { name: 'Adjust what the model sees' })
const crop = (page: Page) => editor(page).getByRole('slider', { name: 'Crop' })
const cropped = async (page: Page) => (await crop(page).getAttribute('aria-valuetext'))!

/** The pixels of what the model sees in the editor. */
const input = (page: Page): Promise<string> =>
  editor(page)
    .getByRole('img', { name: 'What the model sees' })
    .locator('canvas')
    .evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL())

async function open({ page }: App): Promise<void> {
  await drop(page, [PHOTO])
  await tile(page).click()
  await page.keyboard.press('a')
  await expect(editor(page)).toBeVisible()
  await expect(editor(page)).toContainText('found by itself')
}

/** Does something, and waits until the model sees something else for it. */
async function seesAnother(page: Page, change: () => Promise<void>): Promise<void> {
  const before = await input(page)
  await change()
  await expect.poll(() => input(page)).not.toBe(before)
}

async function drag(page: Page, from: [number, number], by: [number, number]): Promise<void> {
  await page.mouse.move(...from)
  await page.mouse.down()
  await page.mouse.move(from[0] + by[0], from[1] + by[1], { steps: 5 })
  await page.mouse.up()
}

const shot = async (image: Locator) => (await image.screenshot()).toString('base64')

test('a crop is dragged, moved by keys, turned, saved, and still there after a restart', async ({ app }) => {
  await open(app)
  let { page } = app
  await expect(crop(page)).toBeFocused()
  const found = await cropped(page)

  const box = (await crop(page).boundingBox())!
  await seesAnother(page, () => drag(page, [box.x + box.width, box.y + box.height], [-60, -140]))
  await expect(editor(page)).toContainText('Your crop.')
  const dragged = await cropped(page)
  expect(dragged).not.toBe(found)

  await seesAnother(page, async () => {
    for (let press = 0; press < 5; press++) await page.keyboard.press('ArrowDown')
    for (let press = 0; press < 5; press++) await page.keyboard.press('Shift+ArrowLeft')
  })
  const moved = await cropped(page)
  expect(moved).not.toBe(dragged)

  await seesAnother(page, () => editor(page).getByRole('switch', { name: 'Mask' }).click())
  await expect(editor(page)).toContainText('The mask is off')
  await seesAnother(page, () => editor(page).getByRole('switch', { name: 'Invert' }).click())
  await page.keyboard.press('Control+z')
  await expect(editor(page).getByRole('switch', { name: 'Invert' })).not.toBeChecked()
  await seesAnother(page, () => editor(page).getByRole('button', { name: 'Turn right' }).click())
  await expect(editor(page).getByRole('list', { name: 'Prediction' })).toContainText('%')
  const saved = await cropped(page)

  const small = page.locator('figure img')
  const before = await shot(small)
  await crop(page).focus()
  await page.keyboard.press('Enter')
  await expect(editor(page)).toBeHidden()
  await expect(page.getByText('adjusted by you')).toBeVisible()
  await expect.poll(() => shot(small)).not.toBe(before)

  page = await app.restart()
  await page.getByRole('button', { name: /^Source/ }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Your photos' }).click()
  await page.keyboard.press('Escape')
  await tile(page).click()
  await expect(page.getByText('adjusted by you')).toBeVisible()
  await page.getByRole('button', { name: 'Adjust what the model sees' }).click()
  await expect.poll(() => cropped(page)).toBe(saved)
  await expect(editor(page).getByRole('slider', { name: 'Rotation' })).toHaveValue('90')
  await expect(editor(page).getByRole('switch', { name: 'Mask' })).not.toBeChecked()

  await editor(page).getByRole('button', { name: 'Reset' }).click()
  await expect.poll(() => cropped(page)).toBe(found)
  await editor(page).getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('adjusted by you')).toBeHidden()
})

test('what is cancelled is not kept, and an image of the dataset says why it has no editor', async ({
  app,
}) => {
  await open(app)
  const { page } = app
  const found = await cropped(page)
  await page.keyboard.press('ArrowRight')
  await expect(editor(page)).toContainText('Your crop.')
  await page.keyboard.press('Escape')
  await expect(editor(page)).toBeHidden()
  await page.keyboard.press('a')
  await expect(editor(page)).toContainText('found by itself')
  expect(await cropped(page)).toBe(found)
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Clear filters' }).click()
  await page
    .getByRole('gridcell', { name: /, label / })
    .first()
    .click()
  const why = 'Dataset images have this form already.'
  await expect(page.getByRole('region', { name: 'Inspector' })).toContainText(why)
  await page.keyboard.press('a')
  await expect(page.getByText(why)).toHaveCount(2)
  await expect(editor(page)).toBeHidden()
})

for (const colorScheme of ['dark', 'light'] as const) {
  test(`the editor has no accessibility violation, ${colorScheme}`, async ({ app }, info) => {
    test.skip(
      info.project.name === 'electron',
      'The page is the same in both doors; axe opens a page of its own.',
    )
    await app.page.emulateMedia({ colorScheme })
    await open(app)
    await expect(editor(app.page).getByRole('list', { name: 'Prediction' })).toContainText('%')
    const { violations } = await new AxeBuilder({ page: app.page }).include('[role=dialog]').analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  })
}
