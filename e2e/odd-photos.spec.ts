import type { Page } from '@playwright/test'
import { photoBytes } from '../src/main/core/testing/fixtures.ts'
import { ODD_NAMES, oddPhotos, type OddPhoto } from '../src/main/core/testing/odd-photos.ts'
import { shownName } from '../src/shared/file-name.ts'
import { drop, dropFiles, dropVanished, expect, GOOD_PHOTOS, test } from './app.ts'

// Bad input by the window, in both kinds of library: each file gets through or gets its line, and all else goes on.

const SHAPES = ['1 x 1.png', 'panorama.jpg', 'tower.jpg']

const report = (page: Page) => page.getByRole('region', { name: 'Added photos' })
const editor = (page: Page) => page.getByRole('dialog', { name: 'Adjust what the model sees' })
const tile = (page: Page, name: string) =>
  page.getByRole('grid', { name: 'Images' }).getByRole('gridcell', { name })

async function makePhotoLibrary(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type('new library')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'New library' })
  await dialog.getByLabel('Name').fill('Odd things')
  await dialog.getByRole('textbox', { name: 'Classes' }).fill('dress, shoes')
  await dialog.getByRole('button', { name: 'Make library' }).click()
  await expect(page.getByRole('heading', { name: 'No photos yet' })).toBeVisible()
}

/** Good photos among the bad ones, and one of every name. */
async function mixed(): Promise<OddPhoto[]> {
  const named = ODD_NAMES.map(async (name, n) => ({ name, bytes: await photoBytes(n) }))
  const photos = [...(await oddPhotos()), ...(await Promise.all(named))]
  return photos.toSorted((a, b) => a.bytes.length - b.bytes.length)
}

async function dropMixed(page: Page): Promise<OddPhoto[]> {
  const photos = await mixed()
  const fine = photos.filter(({ refused }) => !refused)
  await dropFiles(page, photos)
  await expect(report(page)).toContainText(`${fine.length} photos added.`, { timeout: 60_000 })
  for (const { name } of photos.filter(({ refused }) => refused)) {
    await expect(report(page).getByText(`: ${shownName(name)}. `)).toBeVisible()
  }
  await expect(report(page)).toContainText("HEIC files can't be read")
  await expect(report(page)).toContainText('Export it as a JPEG or PNG and add that.')
  await report(page).getByRole('button', { name: 'Close report' }).click()
  return fine
}

/** A crop is moved, the photo turned, and both are kept. */
async function fix(page: Page, name: string): Promise<void> {
  await tile(page, name).click()
  await page.keyboard.press('a')
  // What was found is there to be moved.
  await expect(editor(page)).toContainText(/The crop was found by itself|No garment stood out/)
  await page.keyboard.press('Shift+ArrowLeft')
  await expect(editor(page)).toContainText('Your crop.')
  await editor(page).getByRole('button', { name: 'Turn right' }).click()
  await expect(editor(page).getByRole('alert')).toBeEmpty()
  await editor(page).getByRole('button', { name: 'Save' }).click()
  await expect(editor(page)).toBeHidden()
  await expect(page.getByText('adjusted by you')).toBeVisible()
}

for (const kind of ['Fashion-MNIST', 'photos'] as const) {
  test(`a library of ${kind} takes what can be read, and tells what is wrong with the rest`, async ({
    app: { page },
  }) => {
    if (kind === 'photos') await makePhotoLibrary(page)
    const title = await page.title()
    const fine = await dropMixed(page)
    for (const { name } of fine) await expect(tile(page, name).first()).toBeVisible()
    if (kind === 'Fashion-MNIST') {
      for (const { name } of fine) {
        await expect(tile(page, name).first()).toHaveAccessibleName(/prediction|not sure/, {
          timeout: 30_000,
        })
      }
    }
    expect(await page.title()).toBe(title)
    for (const name of SHAPES) await fix(page, name)
    await drop(page, GOOD_PHOTOS)
    await expect(report(page)).toContainText('5 photos added.')
  })
}

test('dozens of files that are no photos, one that is gone, and two windows at once', async ({
  app,
}, info) => {
  const { page } = app
  const notes = Array.from({ length: 60 }, (_, n) => ({ name: `${n}.jpg`, bytes: Buffer.from(`note ${n}`) }))
  await dropFiles(page, notes)
  await expect(report(page)).toContainText('No photo was added.', { timeout: 60_000 })
  await expect(report(page).getByText('60 times: This file is not a picture. Haberdash reads')).toBeVisible()
  await expect(report(page).getByText('59.jpg')).toBeHidden()
  await report(page).getByText('60 times').click()
  await expect(report(page).getByText('59.jpg')).toBeVisible()

  await dropVanished(page, 'gone.jpg')
  await expect(report(page)).toContainText(
    "This file can't be opened: gone.jpg. Check that it is still there",
  )

  test.skip(info.project.name === 'electron', 'The desktop app has one window.')
  const other = await page.context().newPage()
  await other.goto(page.url())
  await expect(tile(other, 'label').first()).toBeVisible()
  await Promise.all([drop(page, GOOD_PHOTOS), drop(other, GOOD_PHOTOS)])
  for (const window of [page, other]) {
    await expect(report(window)).toContainText(/5 photos added|here already/)
    await expect(window.getByText('5 of 20,005 images')).toBeVisible()
  }
  await other.close()
})
