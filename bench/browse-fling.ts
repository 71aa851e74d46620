import { readFileSync } from 'node:fs'
import type { Browser, Page } from 'playwright'
import { newPage, openBrowser } from './browse-app.ts'
import { rounded, spread } from './numbers.ts'

const FLING_MS = 10_000

const toTop = (page: Page) =>
  page.evaluate(async () => {
    document.querySelector('[role=grid]')!.scrollTop = 0
    await window.bench.untilFull()
  })

/** Through the whole grid, twice: once looked at in each frame, and once with nothing beside it, its tasks traced. */
export async function fling(browser: Browser, page: Page) {
  await toTop(page)
  const looked = await page.evaluate((ms) => window.bench.fling(ms, true), FLING_MS)
  await toTop(page)
  const categories = ['toplevel', 'disabled-by-default-devtools.timeline']
  await browser.startTracing(page, { categories })
  const free = await page.evaluate((ms) => window.bench.fling(ms, false), FLING_MS)
  const tasks = mainTasks(await browser.stopTracing())
  // Most tasks are of some microseconds, and would hide all others in a percentile.
  const long = tasks.filter((ms) => ms >= 1)
  return {
    blankMs: spread(looked.blank),
    lookingMs: spread(looked.looking),
    tasksMs: { ...spread(long), over50: long.filter((ms) => ms > 50).length, all: tasks.length },
    framesMs: spread(free.frames),
  }
}

type TraceEvent = { name: string; pid: number; tid: number; dur?: number; args?: { name?: string } }

/** How long each task of the busiest page's main thread took, milliseconds. */
function mainTasks(trace: Buffer): number[] {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] }
  const thread = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(thread),
  )
  const tasks = traceEvents.filter((event) => event.name === 'RunTask' && mains.has(thread(event)))
  const groups = [...Map.groupBy(tasks, thread).values()].map((group) =>
    group.map(({ dur = 0 }) => dur / 1000),
  )
  const sum = (group: number[]) => group.reduce((total, ms) => total + ms, 0)
  return groups.toSorted((a, b) => sum(b) - sum(a))[0] ?? []
}

/** In a browser of its own, whose page has done nothing but open the library and fling: neither looked at nor traced. */
export async function memoryAfterFling(url: string) {
  const browser = await openBrowser()
  const page = await newPage(browser)
  try {
    await page.goto(url)
    await toTop(page)
    await page.evaluate((ms) => window.bench.fling(ms, false), FLING_MS)
    return await rendererMemory(browser, page)
  } finally {
    await browser.close()
  }
}

/**
 * What the page's process holds, MB; null where the system doesn't tell. `pss`, compared with the bar, counts each page of
 * memory that several processes share by its part: Chromium's own code is in all of them, and `rss` counts it in each.
 */
async function rendererMemory(browser: Browser, page: Page) {
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
