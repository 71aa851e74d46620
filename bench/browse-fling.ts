import type { Browser, Page } from 'playwright'
import { newPage, openBrowser } from './browse-app.ts'
import { spread } from './numbers.ts'
import { rendererMemory } from './renderer-memory.ts'

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
export function mainTasks(trace: Buffer): number[] {
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
