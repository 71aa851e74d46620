import BetterSqlite3 from 'better-sqlite3'
import type { Page } from '@playwright/test'
import { readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import sharp from 'sharp'
import { dropFiles, expect, test, type App } from './app.ts'

// A person's way through a library of their own photos: made, filled, labelled by keys, learnt from, asked, mended.

const NAME = 'Two colours'
type Colour = { r: number; g: number; b: number }
const COLOURS: Record<string, Colour> = { red: { r: 200, g: 25, b: 35 }, blue: { r: 25, g: 45, b: 180 } }

const grid = (page: Page) => page.getByRole('grid', { name: 'Images' })
const tile = (page: Page, name: string) => grid(page).getByRole('gridcell', { name: new RegExp(`^${name}`) })
const editor = (page: Page) => page.getByRole('dialog', { name: 'Adjust what the model sees' })
const inspector = (page: Page) => page.getByRole('region', { name: 'Inspector' })
const goTo = (page: Page, view: string) => page.getByRole('button', { name: view, exact: true }).click()

/** A garment of a colour on a light ground; a number makes each another photo. */
async function garment(name: string, n: number): Promise<{ name: string; bytes: Uint8Array }> {
  const cloth = { width: 70 + n * 3, height: 110 - n * 2, channels: 3 as const, background: COLOURS[name]! }
  const ground = { r: 200 + n * 5, g: 215 - n * 4, b: 190 + n * 6 }
  const bytes = await sharp({ create: { width: 150, height: 160, channels: 3, background: ground } })
    .composite([{ input: await sharp({ create: cloth }).png().toBuffer(), left: 20 + n, top: 20 + n }])
    .jpeg()
    .toBuffer()
  return { name: `${name} ${n}.jpg`, bytes }
}

/** Red on the left, blue on the right. */
async function both(): Promise<{ name: string; bytes: Uint8Array }> {
  const half = { width: 100, height: 160, channels: 3 as const, background: COLOURS.blue! }
  const bytes = await sharp({ create: { ...half, width: 200, background: COLOURS.red! } })
    .composite([{ input: await sharp({ create: half }).png().toBuffer(), left: 100, top: 0 }])
    .jpeg()
    .toBuffer()
  return { name: 'both.jpg', bytes }
}

async function make(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type('new library')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'New library' })
  await dialog.getByLabel('Name').fill(NAME)
  await dialog.getByRole('textbox', { name: 'Classes' }).fill('red, blue')
  await dialog.getByRole('button', { name: 'Make library' }).click()
  await expect(page.getByText('Drop photos here, or choose them.')).toBeVisible()
  await goTo(page, 'Train')
  await expect(page.getByText('Label some photos of at least two classes in Browse')).toBeVisible()
  await goTo(page, 'Browse')
}

async function fillAndLabel(page: Page): Promise<void> {
  // Few, since each is learnt from two hundred times.
  const numbers = [1, 2, 3]
  const photos = numbers.flatMap((n) => [garment('red', n), garment('blue', n)])
  await dropFiles(page, await Promise.all(photos))
  await expect(tile(page, 'red 1')).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText('All 6 photos')).toBeVisible()
  await tile(page, 'red 1').click()
  await expect(inspector(page)).toContainText('No model yet. Label photos of at least two classes')
  for (const n of numbers) {
    for (const [name, key] of [
      ['red', '1'],
      ['blue', '2'],
    ] as const) {
      await tile(page, `${name} ${n}`).click()
      await page.keyboard.press(key)
      await expect(tile(page, `${name} ${n}`)).toHaveAccessibleName(new RegExp(`label ${name}`))
    }
  }
}

/** The button, and what a new photo is then taken for. */
async function fineTune(page: Page): Promise<void> {
  await goTo(page, 'Train')
  await page.getByRole('button', { name: 'Fine-tune', exact: true }).click()
  const run = page.getByRole('region', { name: 'Training run' })
  const outcome = run.getByText('is the first version here, so it is active now.')
  await expect(outcome).toBeVisible({ timeout: 240_000 })
  await goTo(page, 'Browse')
  await dropFiles(page, [await garment('blue', 8), await both()])
  await expect(tile(page, 'blue 8')).toHaveAccessibleName(/no label, prediction blue/)
}

/** What the model sees of `both` follows the crop, and what it says of it follows that. */
async function mend(page: Page): Promise<void> {
  await tile(page, 'both').click()
  await page.keyboard.press('a')
  const said = editor(page).getByRole('list', { name: 'Prediction' }).getByRole('listitem').first()
  await expect(said).toContainText('%')
  await expect(editor(page).getByRole('switch')).toHaveCount(0)
  const crop = editor(page).getByRole('slider', { name: 'Crop' })
  const photo = (await editor(page).getByRole('img', { name: 'both.jpg' }).boundingBox())!
  const drag = async (from: number, by: number) => {
    const y = photo.y + photo.height / 2
    await page.mouse.move(photo.x + from * photo.width, y)
    await page.mouse.down()
    await page.mouse.move(photo.x + (from + by) * photo.width, y, { steps: 8 })
    await page.mouse.up()
  }
  const box = (await crop.boundingBox())!
  await drag((box.x + box.width - photo.x) / photo.width, -0.55)
  await expect(editor(page)).toContainText('Your crop.')
  await expect(said).toContainText('red')
  await drag(0.2, 0.6)
  await expect(said).toContainText('blue')
  await page.keyboard.press('Control+z')
  await expect(said).toContainText('red')
  await editor(page).getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('adjusted by you')).toBeVisible()
  await expect(tile(page, 'both')).toHaveAccessibleName(/prediction red/)
}

/** So few photos leave none to find out on when to be sure, so that this version is made one that never is. */
function neverSure(app: App): void {
  const beside = dirname(app.library)
  const own = readdirSync(beside).find((name) => name !== basename(app.library))!
  const db = new BetterSqlite3(join(beside, own, 'haberdash.db'))
  db.exec("UPDATE models SET manifest = json_set(manifest, '$.threshold', json('null'))")
  db.close()
}

async function notSure(page: Page): Promise<void> {
  await expect(tile(page, 'blue 8')).toHaveAccessibleName(/no label, model not sure, perhaps blue/)
  await page.getByRole('button', { name: /^Prediction/ }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Not sure' }).click()
  await page.keyboard.press('Escape')
  await tile(page, 'blue 8').click()
  await expect(inspector(page)).toContainText('Not sure. Perhaps blue')
  await page.keyboard.press('a')
  await expect(editor(page)).toContainText('The model is not sure.')
  await page.keyboard.press('Escape')
  await goTo(page, 'Models')
  await expect(page.getByRole('table', { name: 'Model versions' })).toContainText(
    'Never sure: too seldom right',
  )
}

test('a library of photos: made, labelled, learnt from, asked, mended, not sure, and there after a restart', async ({
  app,
}) => {
  test.setTimeout(360_000)
  await make(app.page)
  await fillAndLabel(app.page)
  await fineTune(app.page)
  await mend(app.page)
  neverSure(app)
  const page = await app.restart()
  await page.getByRole('button', { name: /^Library:/ }).click()
  await page.getByRole('menuitem', { name: NAME }).click()
  await expect(page.getByText('All 8 photos')).toBeVisible()
  await expect(tile(page, 'red 3')).toHaveAccessibleName(/label red, corrected/)
  await tile(page, 'both').click()
  await expect(page.getByText('adjusted by you')).toBeVisible()
  await notSure(page)
})
