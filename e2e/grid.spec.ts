import BetterSqlite3 from 'better-sqlite3'
import type { Locator, Page } from '@playwright/test'
import { join } from 'node:path'
import { drop, expect, GOOD_PHOTOS, test } from './app.ts'

// The pictures under the pointer: selecting by a band, dragging onto a class, going to one by its number.

const grid = (page: Page) => page.getByRole('grid', { name: 'Images' })
const selected = (page: Page) => grid(page).locator('[role=gridcell][aria-selected=true]')
const status = (page: Page) => page.getByRole('status', { name: 'Status' })

/** The tile in a row and column of the screen, both from 0 on. */
const tile = (page: Page, row: number, column: number): Locator =>
  grid(page).locator(`[role=row][aria-rowindex="${row + 1}"] [role=gridcell][aria-colindex="${column + 1}"]`)

async function middle(locator: Locator): Promise<[x: number, y: number]> {
  const { x, y, width, height } = (await locator.boundingBox())!
  return [x + width / 2, y + height / 2]
}

async function dragBetween(page: Page, from: Locator, to: Locator): Promise<void> {
  await page.mouse.move(...(await middle(from)))
  await page.mouse.down()
  await page.mouse.move(...(await middle(to)), { steps: 5 })
  await page.mouse.up()
}

const columnsOf = async (page: Page) => Number(await grid(page).getAttribute('aria-colcount'))

test('a band selects what it touches, Ctrl adds, and Escape takes it back', async ({ app: { page } }) => {
  await expect(tile(page, 0, 0)).toHaveAccessibleName(/label/)
  await dragBetween(page, tile(page, 1, 1), tile(page, 2, 3))
  await expect(selected(page)).toHaveCount(6)
  await expect(status(page)).toContainText('6 selected')
  for (const [row, column] of [
    [1, 1],
    [2, 3],
  ] as const)
    await expect(tile(page, row, column)).toHaveAttribute('aria-selected', 'true')

  await page.keyboard.down('Control')
  await dragBetween(page, tile(page, 0, 0), tile(page, 0, 1))
  await page.keyboard.up('Control')
  await expect(selected(page)).toHaveCount(8)

  await page.mouse.move(...(await middle(tile(page, 3, 0))))
  await page.mouse.down()
  await page.mouse.move(...(await middle(tile(page, 4, 4))), { steps: 5 })
  await expect(selected(page)).toHaveCount(10)
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await expect(selected(page)).toHaveCount(8)

  // A press on one of several keeps them until it turns out to be a click.
  await page.mouse.move(...(await middle(tile(page, 1, 1))))
  await page.mouse.down()
  await expect(selected(page)).toHaveCount(8)
  await page.mouse.up()
  await expect(selected(page)).toHaveCount(1)
})

test('a selection dragged onto a class is labelled as one action', async ({ app: { page, library } }) => {
  await expect(tile(page, 0, 0)).toHaveAccessibleName(/label/)
  // Not from the first, which is selected already.
  await dragBetween(page, tile(page, 1, 0), tile(page, 2, 2))
  await expect(selected(page)).toHaveCount(6)
  const before = await selected(page).evaluateAll((tiles) => tiles.map((each) => each.ariaLabel))
  await dragBetween(page, tile(page, 1, 1), page.getByRole('button', { name: 'Bag', exact: true }))
  await expect(page.getByText('Labelled 6 images Bag.')).toBeVisible()
  await expect(grid(page).getByRole('gridcell', { name: /label Bag.*corrected/ })).toHaveCount(6)
  expect(actions(library)).toBe(1)
  await page.keyboard.press('u')
  await expect(grid(page).getByRole('gridcell', { name: /corrected/ })).toHaveCount(0)
  for (const [at, name] of before.entries())
    await expect(tile(page, 1 + Math.floor(at / 3), at % 3)).toHaveAccessibleName(name!)
})

/** Label actions that SQLite has. */
function actions(library: string): number {
  const db = new BetterSqlite3(join(library, 'haberdash.db'), { readonly: true })
  const count = db.prepare('SELECT count(*) FROM label_actions').pluck().get() as number
  db.close()
  return count
}

test('a number or percentage leads to its image', async ({ app: { page } }) => {
  await expect(tile(page, 0, 0)).toHaveAccessibleName(/label/)
  const columns = await columnsOf(page)
  const go = async (to: string) => {
    await page.keyboard.press('g')
    await page.getByRole('dialog', { name: 'Go to image' }).getByRole('textbox').fill(to)
    await page.keyboard.press('Enter')
  }
  await go('12,345')
  const wanted = tile(page, Math.floor(12_344 / columns), 12_344 % columns)
  await expect(wanted).toHaveAttribute('aria-selected', 'true')
  await expect(wanted).toBeInViewport()
  await expect(grid(page)).toHaveAttribute('aria-activedescendant', 'tile-12344')
  await go('100 %')
  await expect(page.locator('#tile-19999')).toBeInViewport()
  await go('20,001')
  await expect(page.getByText('This view has 20,000 images: type a number from 1 to 20,000.')).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Home')
  await expect(page.locator('#tile-0')).toBeInViewport()
})

test('dropped photos show their pictures, which come in a sheet', async ({ app: { page } }) => {
  const requests: string[] = []
  page.on('request', (request) => requests.push(new URL(request.url()).pathname))
  await page.getByRole('button', { name: 'Inspector' }).click()
  await drop(page, GOOD_PHOTOS)
  for (const photo of GOOD_PHOTOS) {
    const cell = grid(page).getByRole('gridcell', { name: new RegExp(`^${photo}`) })
    await expect.poll(() => colours(cell)).toBeGreaterThan(20)
  }
  expect(requests.filter((path) => path.endsWith('/thumb'))).toEqual([])
})

/** How many different colours its picture has. */
const colours = (cell: Locator): Promise<number> =>
  cell.evaluate((element) => {
    const canvas = element.parentElement!.querySelector('canvas')!
    const scale = canvas.width / canvas.clientWidth
    const { offsetLeft, offsetWidth, offsetHeight } = element as HTMLElement
    const [left, width, height] = [offsetLeft, offsetWidth, offsetHeight].map((size) => size * scale)
    const { data } = canvas.getContext('2d')!.getImageData(left!, height! / 3, width!, height! / 3)
    return new Set(new Uint32Array(data.buffer)).size
  })
