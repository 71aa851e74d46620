/** What a drop costs a person: through the browser door, with the built app, in a real Chromium. */
import BetterSqlite3 from 'better-sqlite3'
import type { Page } from 'playwright'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { browserDoor } from '../e2e/doors.ts'

export const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/** All photos below a folder of one sub-folder a class. */
export const photosBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()

/** Waits until the background has classified all that is there, so that nothing else is under way. */
export async function untilClassified(library: string): Promise<void> {
  const db = new BetterSqlite3(join(library, 'haberdash.db'), { readonly: true })
  const left = db.prepare(
    'SELECT count(*) FROM images WHERE present = 1 AND id NOT IN (SELECT image_id FROM predictions)',
  )
  while ((left.pluck().get() as number) > 0) await new Promise((resolve) => setTimeout(resolve, 500))
  db.close()
}

const CAMERA = { width: 4000, height: 3000 }

/** A camera's photo: of the content of a small one, with a sensor's noise, without which it would be a tenth of the size. */
async function cameraPhoto(from: string, to: string): Promise<string> {
  const noise = {
    ...CAMERA,
    channels: 3 as const,
    noise: { type: 'gaussian' as const, mean: 128, sigma: 12 },
  }
  const grain = await sharp({ create: { ...noise, background: '#808080' } })
    .png({ compressionLevel: 0 })
    .toBuffer()
  const jpeg = await sharp(from)
    .rotate()
    .resize(CAMERA.width, CAMERA.height, { fit: 'cover' })
    .composite([{ input: grain, blend: 'soft-light' }])
    .jpeg({ quality: 90 })
    .toBuffer()
  writeFileSync(to, jpeg)
  return to
}

export const chooser = (page: Page) => page.getByLabel('Photos to add', { exact: true })

/** When the page shows what the model says of a file, as milliseconds since it was given to the page. */
function shown(page: Page, name: string): Promise<number> {
  return page.evaluate((name) => {
    const seen = () => {
      const inspector = document.querySelector('section[aria-label=Inspector]')
      return (
        inspector?.querySelector(`[title="${name}"]`) &&
        /%/.test(inspector.querySelector('.guess')?.textContent ?? '')
      )
    }
    return new Promise<number>((resolve) => {
      let given = 0
      document.addEventListener('change', () => (given = performance.now()), { capture: true, once: true })
      const watching = new MutationObserver(() => {
        if (!given || !seen()) return
        watching.disconnect()
        // After the frame that has it.
        requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - given)))
      })
      watching.observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
        attributes: true,
      })
    })
  }, name)
}

/** A 12-megapixel JPEG given to the warm app: milliseconds until its prediction is on screen. */
export async function drop12(photos: string, work: string, times = 17) {
  const library = join(work, 'drop-12')
  const folder = join(work, 'camera')
  mkdirSync(folder)
  const from = photosBelow(photos)
  const files: string[] = []
  for (let n = 0; n < times + 2; n++)
    files.push(await cameraPhoto(from[(n * 97) % from.length]!, join(folder, `camera-${n}.jpg`)))
  const door = browserDoor()
  try {
    const page = await door.open(library)
    await page.getByRole('gridcell').first().waitFor()
    await untilClassified(library)
    const all: number[] = []
    for (const [n, file] of files.entries()) {
      const ms = shown(page, `camera-${n}.jpg`)
      await chooser(page).setInputFiles(file)
      all.push(Math.round(await ms))
      await page.waitForTimeout(1500)
    }
    const told = all.slice(2)
    return { medianMs: median(told), allMs: told, fileMb: readFileSync(files[0]!).length / 2 ** 20 }
  } finally {
    await door.close()
  }
}
