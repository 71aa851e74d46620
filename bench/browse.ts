/**
 * How fast one browses and labels: in a headless Chromium, on a production build, by a person's means.
 *
 *   npm run bench:browse [-- --sizes 70000,1000000 --only open,filters,labels,bulk,fling,training --keep]
 *
 * Of 70,000 images (the full Fashion-MNIST, where set-up has put it; else what ships) and of a million (its training images
 * again and again), with made-up predictions of the model that ships. Prints one JSON object; progress goes to stderr.
 * `--keep` leaves the libraries and the build that were worked on in their folder, and says where.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build, newPage, openBrowser, startServer, VIEWPORT } from './browse-app.ts'
import { filters } from './browse-filters.ts'
import { fling, memoryAfterFling } from './browse-fling.ts'
import { bulk, pressKeys } from './browse-labels.ts'
import { BIG, copyLibraries, SMALL } from './browse-library.ts'
import { appServer, benchServer, openFromMenu, openFromStart } from './browse-open.ts'
import { whileTraining } from './browse-training.ts'
import { quantile } from './numbers.ts'

const { values: flags } = parseArgs({
  options: {
    sizes: { type: 'string', default: '70000,1000000' },
    only: { type: 'string', default: 'open,filters,labels,bulk,fling,training' },
    keep: { type: 'boolean', default: false },
  },
})
const wanted = new Set(flags.only.split(','))
const work = mkdtempSync(join(tmpdir(), 'haberdash-bench-browse-'))

type Json = Record<string, unknown>

/** Above this many images, the bars of a million. */
const LARGE = 100_000
const BARS = {
  small: { open: 1000, filters: 150, labels: 40, bulk: 400, blank: 250, task: 50, memory: 300 },
  large: { open: 2000, filters: 600, labels: 60, bulk: 600, blank: 250, task: 50, memory: 400 },
}
const against = (value: number, bar: number) => ({ value, bar, met: value <= bar })

const { renderer } = build(join(work, 'out'))
const browser = await openBrowser()

async function measure(size: number): Promise<Json> {
  const folder = join(work, String(size))
  const images = await copyLibraries(size, folder)
  const bars = images > LARGE ? BARS.large : BARS.small
  const file = join(folder, BIG, 'haberdash.db')
  // Beside others' work no figure says much.
  const results: Json = { images, load: loadavg()[0] }
  const row = async (name: string, work: () => Promise<Json>) => {
    if (!wanted.has(name)) return
    console.error(`${size} ${name}`)
    results[name] = await work()
    console.error(JSON.stringify(results[name]))
  }
  const large = images > LARGE
  await row('open', async () => {
    const args = large ? benchServer(folder, BIG, size, renderer) : appServer(folder)
    return { fromStartMs: await openFromStart(browser, args), by: large ? 'bench server' : 'haberdash serve' }
  })
  const server = await startServer(...benchServer(folder, SMALL, size, renderer))
  const page = await newPage(browser)
  try {
    await page.goto(server.url)
    const opened = await openFromMenu(page)
    const { tile, tiles } = await tilesOn(page)
    Object.assign(results, { tile, tiles })
    await row('open', async () => ({
      ...(results['open'] as Json),
      ...{ fromMenuMs: opened, medianMs: against(quantile(opened, 0.5), bars.open) },
    }))
    await row('filters', async () => {
      const found = await filters(page)
      return { ...found, p95: against(found.p95, bars.filters) }
    })
    let alone = Infinity
    await row('labels', async () => {
      const found = await pressKeys(page, file, 4)
      alone = found.p95
      return { ...found, p95: against(found.p95, bars.labels) }
    })
    await row('bulk', async () => {
      const { label, undo, ...found } = await bulk(page, file)
      const worst = (all: number[]) => against(Math.max(...all), bars.bulk)
      return { ...found, all: { label, undo }, label: worst(label), undo: worst(undo) }
    })
    await row('fling', async () => {
      const found = await fling(browser, page)
      const memory = await memoryAfterFling(server.url)
      return {
        ...found,
        blank: against(found.blankMs.longest, bars.blank),
        task: against(found.tasksMs.p95, bars.task),
        memoryMb: { ...memory, ...(memory.pss !== undefined && against(memory.pss, bars.memory)) },
      }
    })
    if (!large)
      await row('training', async () => {
        const { p95, ...found } = await whileTraining(page, () => pressKeys(page, file, 5))
        return { ...found, p95: against(p95, 2 * alone) }
      })
  } finally {
    await page.context().close()
    await server.stop()
  }
  return results
}

const tilesOn = (page: Awaited<ReturnType<typeof newPage>>) =>
  page.evaluate(() => ({
    tile: document.querySelector('[role=gridcell]')!.getBoundingClientRect().width,
    tiles: window.bench.screen().tiles.length,
  }))

try {
  const sizes: Json = {}
  for (const size of flags.sizes.split(',').map(Number)) sizes[size] = await measure(size)
  console.log(
    JSON.stringify(
      { cores: availableParallelism(), viewport: VIEWPORT, browser: browser.version(), sizes },
      null,
      2,
    ),
  )
} finally {
  await browser.close()
  if (flags.keep) console.error(`Kept: ${work}`)
  else rmSync(work, { recursive: true, force: true })
}
