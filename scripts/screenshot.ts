/**
 * Remakes docs/screenshot.png from the built app, as a person would get there: photos dropped, one of them focused.
 * `npm run screenshot`; other folders and the light theme: `npm run screenshot -- --out FILE --theme light`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { browserDoor, drop, GOOD_PHOTOS } from '../e2e/doors.ts'

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join(import.meta.dirname, '..', 'docs', 'screenshot.png') },
    theme: { type: 'string', default: 'dark' },
  },
})
const folder = mkdtempSync(join(tmpdir(), 'haberdash-screenshot-'))
const door = browserDoor('auto')
try {
  const page = await door.open(join(folder, 'wardrobe'))
  await page.emulateMedia({ colorScheme: values.theme === 'light' ? 'light' : 'dark' })
  const grid = page.getByRole('grid', { name: 'Images' })
  await grid
    .getByRole('gridcell', { name: /label / })
    .first()
    .waitFor()
  await drop(page, GOOD_PHOTOS)
  const [first] = GOOD_PHOTOS
  await page.getByText(`${GOOD_PHOTOS.length} photos added.`).waitFor()
  await grid.getByRole('gridcell', { name: new RegExp(`^${first}.*prediction`) }).waitFor()
  await page.getByRole('button', { name: /^Source/ }).click()
  await page.getByRole('menuitem', { name: 'Any' }).click()
  await grid.getByRole('gridcell', { name: new RegExp(`^${first}`) }).click()
  await page.getByRole('button', { name: 'Close report' }).click()
  await page.waitForTimeout(1000)
  await page.screenshot({ path: values.out })
  console.log(`Written: ${values.out}`)
} finally {
  await door.close()
  rmSync(folder, { recursive: true, force: true })
}
