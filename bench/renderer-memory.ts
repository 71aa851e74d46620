import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright'
import { rounded } from './numbers.ts'

/**
 * What the page's process holds, MB; null where the system doesn't tell. `pss`, compared with the bar, counts each page of
 * memory that several processes share by its part: Chromium's own code is in all of them, and `rss` counts it in each.
 */
export async function rendererMemory(browser: Browser, page: Page) {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  const renderers = processInfo.filter(({ type }) => type === 'renderer')
  const pid = renderers.toSorted((a, b) => b.cpuTime - a.cpuTime)[0]?.id
  const heap = await page.evaluate(
    () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
  )
  return { ...mapsOf(pid), jsHeap: rounded(heap / 2 ** 20) }
}

function mapsOf(pid: number | undefined) {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
    const mb = (field: string) =>
      rounded(Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0) / 1024)
    return { pss: mb('Pss'), rss: mb('Rss'), own: rounded(mb('Private_Clean') + mb('Private_Dirty')) }
  } catch {
    return null
  }
}
