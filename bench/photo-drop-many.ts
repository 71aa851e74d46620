/** What dropping thousands of files at once costs the page: is the grid usable throughout? */
import type { Page } from 'playwright'
import { join } from 'node:path'
import { browserDoor } from '../e2e/doors.ts'
import { chooser, median, photosBelow, untilClassified } from './photo-drop.ts'
import { watchMemory } from './process-tree.ts'

type Felt = { longTasks: number[]; frames: number[]; keys: number[] }

/** From now on the page notes its long tasks, and, scrolling all the time, its frames; and each key until its effect. */
const feel = (page: Page) =>
  page.evaluate(() => {
    const felt: Felt = { longTasks: [], frames: [], keys: [] }
    Object.assign(window, { felt })
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) felt.longTasks.push(duration)
    }).observe({ type: 'longtask' })
    let last = performance.now()
    const frame = (now: number) => {
      felt.frames.push(now - last)
      last = now
      const grid = document.querySelector('[role=grid]')
      if (grid) grid.scrollTop = (grid.scrollTop + 40) % Math.max(1, grid.scrollHeight - grid.clientHeight)
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
    const focused = () => document.querySelector('[role=grid]')?.getAttribute('aria-activedescendant')
    window.addEventListener(
      'keydown',
      () => {
        const [began, before] = [performance.now(), focused()]
        const look = () =>
          focused() === before ? requestAnimationFrame(look) : felt.keys.push(performance.now() - began)
        requestAnimationFrame(look)
      },
      { capture: true },
    )
  })

const highest = (values: number[]): number =>
  Math.round(values.reduce((most, value) => Math.max(most, value), 0))

/** Drops all photos below a folder: seconds to the end, and what the page felt like meanwhile. */
export async function dropMany(photos: string, work: string) {
  const library = join(work, 'drop-many')
  const door = browserDoor()
  try {
    const page = await door.open(library)
    await page.getByRole('gridcell').first().waitFor()
    await untilClassified(library)
    const memory = watchMemory(process.pid, {
      server: /haberdash|photo-worker|engine/,
      page: /--type=renderer/,
    })
    await feel(page)
    const files = photosBelow(photos)
    const began = performance.now()
    await chooser(page).setInputFiles(files)
    const ended = page
      .getByRole('button', { name: 'Close report' })
      .waitFor({ timeout: 0 })
      .then(() => true)
    while (!(await Promise.race([ended, page.waitForTimeout(1000)]))) await page.keyboard.press('ArrowRight')
    const seconds = (performance.now() - began) / 1000
    const felt = await page.evaluate(() => (window as unknown as { felt: Felt }).felt)
    return {
      files: files.length,
      said: await page.getByRole('region', { name: 'Added photos' }).textContent(),
      seconds: Math.round(seconds),
      longestTaskMs: highest(felt.longTasks),
      frameMs: { median: Math.round(median(felt.frames)), longest: highest(felt.frames) },
      keyMs: { median: Math.round(median(felt.keys)), longest: highest(felt.keys) },
      peakMb: memory.stop(),
    }
  } finally {
    await door.close()
  }
}
