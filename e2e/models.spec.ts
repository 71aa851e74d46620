import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { unzipSync } from 'fflate'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Manifest } from '../src/main/core/models/manifest.ts'
import { activeVersion, addSecondVersion } from '../src/main/core/testing/second-version.ts'
import { expect, test, type App } from './app.ts'

// Two versions of the model: noted on, compared, exported, deleted.

const versions = (page: Page) => page.getByRole('table', { name: 'Model versions' })
const compared = (page: Page) => page.getByRole('region', { name: 'Versions compared' })
const goTo = (page: Page) => page.getByRole('button', { name: 'Models', exact: true }).click()
const menu = (page: Page, id: string) => page.getByRole('button', { name: `More for ${id}` }).click()

async function accessible(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${colorScheme}: ${id}: ${nodes[0]?.html}`)).toEqual([])
  }
}

/** With one version alone there is nothing to compare or to delete, and it is said what to do. */
async function onlyOne({ page }: App, first: string): Promise<void> {
  await goTo(page)
  await expect(page.getByText(`${first} is the only version so far.`)).toBeVisible()
  await expect(page.getByRole('checkbox', { name: `Compare ${first}` })).toBeDisabled()
  await menu(page, first)
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(page.getByRole('menuitem', { name: 'Delete' })).toContainText('It is the active version.')
  await page.keyboard.press('Escape')
}

/** Kept by Enter, taken back by Escape, there again after a restart. */
async function note(app: App): Promise<void> {
  const field = () => app.page.getByRole('textbox', { name: 'Note on v2' })
  await field().fill('Fewer shirts.')
  await field().press('Enter')
  await expect(app.page.getByText('Enter keeps it')).toBeHidden()
  await field().fill('Nothing of the kind')
  await field().press('Escape')
  await expect(field()).toHaveValue('Fewer shirts.')
  await goTo(await app.restart())
  await expect(field()).toHaveValue('Fewer shirts.')
}

async function compare({ page }: App, first: string): Promise<void> {
  for (const id of ['v2', first]) await page.getByRole('checkbox', { name: `Compare ${id}` }).check()
  await expect(compared(page)).toContainText('right of 10,000 test images', { timeout: 150_000 })
  await expect(compared(page)).toContainText('McNemar')
  const shirt = compared(page).getByRole('row', { name: 'Shirt' }).last()
  // Told less often what is a shirt, it finds fewer of them, and is right more often where it says so.
  await expect(shirt.getByRole('cell', { name: /^\+/ })).toHaveCount(1)
  await expect(shirt.getByRole('cell', { name: /^−/ })).toHaveCount(2)
  await compared(page)
    .getByRole('radio', { name: /^Only v2 right/ })
    .check()
  await expect(
    compared(page)
      .getByRole('button', { name: /Show in Browse/ })
      .first(),
  ).toHaveAccessibleName(new RegExp(`^test \\d+: label .*; ${first} says .*, wrong; v2 says .*, right`))
}

/** One of the images they differ on, in Browse with all that is known of it, and back to where one was. */
async function look({ page }: App): Promise<void> {
  const image = compared(page)
    .getByRole('button', { name: /Show in Browse/ })
    .first()
  const name = (await image.getAttribute('aria-label'))!.split(':')[0]!
  await image.click()
  await expect(page.getByRole('region', { name: 'Inspector' })).toContainText(name)
  await page.keyboard.press('m')
  await expect(image).toBeInViewport()
}

async function exported(page: Page, format: string): Promise<Record<string, Uint8Array>> {
  await menu(page, 'v2')
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: `Export as ${format}` }).click(),
  ])
  expect(file.suggestedFilename()).toMatch(/^v2-\w+\.zip$/)
  return unzipSync(readFileSync(await file.path()))
}

const json = (content: Uint8Array): unknown => JSON.parse(Buffer.from(content).toString())

async function exportBoth({ page, library }: App): Promise<void> {
  const tfjs = await exported(page, 'TensorFlow.js layers model')
  expect(Object.keys(tfjs).sort()).toEqual(['haberdash.json', 'model.json', 'weights.bin'])
  const kept = (name: string) => readFileSync(join(library, 'models', 'v2', name))
  for (const name of ['model.json', 'weights.bin']) expect(kept(name).equals(tfjs[name]!)).toBe(true)
  // Its classes are named as they are now, so it is written anew; none was renamed here.
  expect(json(tfjs['haberdash.json']!)).toEqual(Manifest.parse(json(kept('haberdash.json'))))
  expect(Object.keys(await exported(page, 'TensorFlow SavedModel')).sort()).toEqual([
    'haberdash.json',
    'saved_model.pb',
  ])
}

/** Asked first; kept by Escape. */
async function remove({ page, library }: App): Promise<void> {
  await menu(page, 'v2')
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await expect(page.getByRole('alertdialog', { name: 'Delete v2?' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'More for v2' })).toBeFocused()
  await menu(page, 'v2')
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Delete v2' }).click()
  await expect(page.getByText('v2 is deleted.')).toBeVisible()
  await expect(versions(page).getByRole('row')).toHaveCount(2)
  await expect(compared(page)).toBeHidden()
  expect(existsSync(join(library, 'models', 'v2'))).toBe(false)
}

test('two versions: a note, a comparison, an export, and one deleted', async ({ app }, info) => {
  // Both classify 10,000 images, and the window's own are classified meanwhile.
  test.setTimeout(300_000)
  const inBrowser = info.project.name === 'browser'
  const first = activeVersion(app.library)
  await onlyOne(app, first)
  // As another process does: the window hears of it.
  addSecondVersion(app.library, 'v2')
  await expect(
    versions(app.page).getByRole('row', { name: new RegExp(`v2 \\S+ from ${first}`) }),
  ).toBeVisible()
  await note(app)
  await compare(app, first)
  if (inBrowser) await accessible(app.page)
  await look(app)
  // Electron asks where to save in a dialog of the system's.
  if (inBrowser) await exportBoth(app)
  await remove(app)
})
