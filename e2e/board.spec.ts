import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from 'playwright'
import { expect, test } from './app.ts'

const column = (page: Page, name: string) => page.getByRole('grid', { name: new RegExp(`^${name}, `) })
const pictures = (grid: Locator) => grid.getByRole('gridcell', { name: /label / })

/** How many images a column says it has. */
const counted = async (grid: Locator) =>
  Number(/, ([\d,]+) image/.exec((await grid.getAttribute('aria-label')) ?? '')?.[1]?.replace(',', ''))

async function openBoard(page: Page) {
  await expect(pictures(page.getByRole('grid', { name: 'Images' })).first()).toBeVisible()
  await page.keyboard.press('d')
  await expect(pictures(column(page, 'Shirt')).first()).toBeVisible()
}

test('strays are dragged to the column of their class, and one undo brings them back', async ({ app }) => {
  const { page } = app
  await openBoard(page)
  const [shirts, coats] = [column(page, 'Shirt'), column(page, 'Coat')]
  const before = await counted(coats)
  for (const name of ['Shirt', 'Coat', 'Bag']) {
    const names = await pictures(column(page, name)).evaluateAll((all) =>
      all.map(({ ariaLabel }) => ariaLabel),
    )
    expect(names.length).toBeGreaterThan(10)
    expect(names.filter((each) => !each?.includes(`label ${name}`))).toEqual([])
  }

  await pictures(shirts).nth(0).click()
  await pictures(shirts)
    .nth(2)
    .click({ modifiers: ['Shift'] })
  const strays = await pictures(shirts).evaluateAll((all) =>
    all.slice(0, 3).map(({ ariaLabel }) => ariaLabel!.split(',')[0]!),
  )
  await pictures(shirts).nth(1).hover()
  await page.mouse.down()
  await coats.hover()
  await expect(page.getByText('Label 3 images Coat')).toBeVisible()
  await page.mouse.up()
  await expect.poll(() => counted(coats)).toBe(before + 3)
  expect(await counted(shirts)).toBe(before - 3)
  for (const [at, name] of strays.entries())
    await expect(pictures(coats).nth(at)).toHaveAccessibleName(new RegExp(`^${name}, label Coat`))

  await page.keyboard.press('u')
  await expect.poll(() => counted(coats)).toBe(before)
  for (const [at, name] of strays.entries())
    await expect(pictures(shirts).nth(at)).toHaveAccessibleName(new RegExp(`^${name}, label Shirt`))
})

test('the board is gone over with the keys alone, and is accessible in both themes', async ({
  app,
}, info) => {
  const { page } = app
  await openBoard(page)
  const before = await counted(column(page, 'Coat'))
  const focused = () =>
    page.evaluate(() => {
      const id = document.activeElement?.getAttribute('aria-activedescendant')
      return id ? document.getElementById(id)?.ariaLabel : null
    })
  const inColumn = (name: string) => expect.poll(focused).toContain(`label ${name}`)
  await page.keyboard.press('ArrowRight')
  await inColumn('T-shirt/top')
  await page.keyboard.press('ArrowRight')
  await inColumn('Trouser')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByText('3 selected')).toBeVisible()
  await page.keyboard.press('5')
  await expect.poll(() => counted(column(page, 'Coat'))).toBe(before + 3)
  await inColumn('Trouser')
  await page.keyboard.press('End')
  await page.keyboard.press('Space')
  const last = (before - 3).toLocaleString('en')
  await expect(page.getByRole('dialog').getByText(`${last} of ${last}`)).toBeVisible()
  await page.keyboard.press('Space')
  await page.keyboard.press('Control+z')
  await expect.poll(() => counted(column(page, 'Trouser'))).toBe(before)

  await page.getByRole('button', { name: 'Label Dress' }).focus()
  await page.keyboard.press('Tab')
  await inColumn('Dress')

  // With larger pictures there are words on them, and axe has less to look through.
  for (const _ of [1, 2, 3]) await page.keyboard.press('+')
  // axe opens a page of its own.
  if (info.project.name === 'electron') return
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${colorScheme}: ${id}: ${nodes[0]?.html}`)).toEqual([])
  }
})
