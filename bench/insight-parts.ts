import type { Page } from 'playwright'
import type { ImageId } from '../src/shared/domain.ts'
import { openTab } from './insight-map.ts'
import { rounded, spread } from './numbers.ts'

/** From the press of the button until what was found is told: seconds. What keys cost meanwhile is `during`'s to say. */
export async function checkLabels<T>(page: Page, during: () => Promise<T>) {
  const began = Date.now()
  await page.evaluate(() => void window.haberdash.checks.start())
  await page.waitForFunction(() => window.haberdash.checks.running !== null)
  const meanwhile = await during()
  await page.waitForFunction(
    () => window.haberdash.checks.running === null && window.haberdash.checks.result !== null,
    null,
    { timeout: 900_000 },
  )
  const result = await page.evaluate(() => window.haberdash.checks.result!)
  const { images, judged, findings } = result
  return { seconds: rounded((Date.now() - began) / 1000), images, judged, findings, meanwhile }
}

/** The hundred images most like one, from call to answer in the page, milliseconds; the first call apart: features are read then. */
export async function similar(page: Page, times: number) {
  const all = await page.evaluate(async (times) => {
    const { connection, browse } = window.haberdash
    const found: number[] = []
    for (let n = 0; n < times; n++) {
      const id = browse.view.at(Math.floor(((n * 0.618) % 1) * browse.view.length))!
      const began = performance.now()
      await connection.api.neighbours.similar({ id, count: 100 })
      found.push(performance.now() - began)
    }
    return found
  }, times + 1)
  return { firstMs: rounded(all[0]!), ...spread(all.slice(1)) }
}

/** Feature maps and Grad-CAM of images, from call to answer in the page. */
export async function looks(page: Page, times: number) {
  const all = await page.evaluate(async (times) => {
    const { connection, browse } = window.haberdash
    const found: number[] = []
    for (let n = 0; n < times; n++) {
      const id: ImageId = browse.view.at(Math.floor(((n * 0.618) % 1) * browse.view.length))!
      const began = performance.now()
      const { maps } = await connection.api.network.look({ id })
      await maps.arrayBuffer()
      found.push(performance.now() - began)
    }
    return found
  }, times + 1)
  return { firstMs: rounded(all[0]!), ...spread(all.slice(1)) }
}

/** From a click on a cell of the confusion matrix until its images are in the grid, of each of so many cells. */
export async function cells(page: Page, times: number) {
  const all: number[] = []
  for (let n = 0; n < times; n++) {
    await openTab(page, 'Results')
    const figure = page.getByRole('img', { name: /^Confusion matrix/ })
    await figure.locator('svg').waitFor()
    const cell = await largestMistake(page, n)
    await page.evaluate(() => {
      addEventListener(
        'click',
        ({ timeStamp }) => {
          const { browse, place } = window.haberdash
          const before = browse.view.spec
          const look = async () => {
            const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
            while (window.haberdash.place === place || browse.view.spec === before) await frame()
            return (await window.bench.untilFull()) - timeStamp
          }
          window.bench.waiting = look()
        },
        { capture: true, once: true },
      )
    })
    await page.mouse.click(cell.x, cell.y)
    all.push(await page.evaluate(() => window.bench.waiting!))
    await page.waitForTimeout(300)
  }
  return spread(all)
}

/** Where on screen the n-th cell beside the diagonal is that has a number in it. */
async function largestMistake(page: Page, n: number): Promise<{ x: number; y: number }> {
  const figure = page.getByRole('img', { name: /^Confusion matrix/ })
  const words = figure.locator('svg text').filter({ hasText: /^\d+$/ })
  const count = await words.count()
  const box = (await words.nth(((n + 1) * 3) % count).boundingBox())!
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
