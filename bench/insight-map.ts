import type { Browser, Page } from 'playwright'
import { newPage, openBrowser } from './browse-app.ts'
import { mainTasks } from './browse-fling.ts'
import { quantile, rounded, spread } from './numbers.ts'
import { rendererMemory } from './renderer-memory.ts'

/** How long the map is panned, and how long it is zoomed. */
const MOVES = 120

export async function openTab(page: Page, name: string): Promise<void> {
  await page.keyboard.press('s')
  await page.getByRole('tab', { name }).click()
}

const area = (page: Page) => page.getByRole('application', { name: /^Map of/ })

/** From the choice of the tab until the map by principal components is on screen, milliseconds. */
export async function timeToPca(page: Page): Promise<number> {
  await page.keyboard.press('s')
  const began = await page.evaluate(() => performance.now())
  await page.getByRole('tab', { name: 'Map' }).click()
  return page.evaluate(async (began) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    while (window.haberdash.map.shown?.cloud.method !== 'pca') await frame()
    await frame()
    await frame()
    return performance.now() - began
  }, began)
}

/** Until the map by UMAP, which is begun by itself, is on screen: seconds. */
export async function timeToUmap(page: Page): Promise<number> {
  const began = Date.now()
  await page.waitForFunction(() => window.haberdash.map.shown?.cloud.method === 'umap', null, {
    timeout: 600_000,
  })
  return rounded((Date.now() - began) / 1000)
}

/** By the mouse, as a person does: the map is dragged about, and zoomed in and out. */
export async function panAndZoom(browser: Browser, page: Page) {
  const box = (await area(page).boundingBox())!
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.evaluate(() => {
    const frames: number[] = []
    let last = performance.now()
    const look = (now: number) => {
      frames.push(now - last)
      last = now
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
    Object.assign(window, { benchFrames: frames })
  })
  const categories = ['toplevel', 'disabled-by-default-devtools.timeline']
  await browser.startTracing(page, { categories })
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let n = 0; n < MOVES; n++) {
    await page.mouse.move(x + 150 * Math.sin(n / 10), y + 100 * Math.cos(n / 13))
    await page.waitForTimeout(16)
  }
  await page.mouse.up()
  for (let n = 0; n < MOVES; n++) {
    await page.mouse.wheel(0, n < MOVES / 2 ? -60 : 60)
    await page.waitForTimeout(16)
  }
  const tasks = mainTasks(await browser.stopTracing()).filter((ms) => ms >= 1)
  const frames = await page.evaluate(() => (window as unknown as { benchFrames: number[] }).benchFrames)
  return {
    framesMs: spread(frames.slice(1)),
    tasksMs: spread(tasks),
    p95: rounded(quantile(frames.slice(1), 0.95)),
  }
}

/** What a page's process holds that has done nothing but open the map, by UMAP, and move it. */
export async function memoryOnTheMap(url: string) {
  const browser = await openBrowser()
  const page = await newPage(browser)
  try {
    await page.goto(url)
    await page.evaluate(() => window.bench.untilFull())
    await openTab(page, 'Map')
    await timeToUmap(page)
    await panAndZoom(browser, page)
    return await rendererMemory(browser, page)
  } finally {
    await browser.close()
  }
}
