/**
 * How long it takes to see what is in 70,000 images, and what is wrong with them: in a headless Chromium, on a production
 * build, by a person's means.
 *
 *   npm run bench:insight [-- --only checks,map,similar,network,cells,memory]
 *
 * On a library made anew of the full Fashion-MNIST (where set-up has put it; else of what ships), with the model that ships:
 * `checks` begins before any image has features. How many wrong labels the checks find is `npm run bench:issues`. Prints one JSON object;
 * progress goes to stderr.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build, newPage, openBrowser, startServer, VIEWPORT } from './browse-app.ts'
import { benchServer } from './browse-open.ts'
import { pressKeys } from './browse-labels.ts'
import { cells, checkLabels, looks, similar } from './insight-parts.ts'
import { memoryOnTheMap, panAndZoom, timeToPca, timeToUmap } from './insight-map.ts'
import { rounded } from './numbers.ts'

const { values: flags } = parseArgs({
  options: { only: { type: 'string', default: 'checks,map,similar,network,cells,memory' } },
})
const wanted = new Set(flags.only.split(','))
const IMAGES = 70_000
const BARS = { checks: 120, pca: 3000, umap: 180, frame: 50, similar: 60, cell: 150, look: 100, memory: 400 }
const against = (value: number, bar: number) => ({ value, bar, met: value <= bar })

const work = mkdtempSync(join(tmpdir(), 'haberdash-bench-insight-'))
const folder = join(work, 'library')
const { renderer } = build(join(work, 'out'))
const made = spawnSync(
  process.execPath,
  [
    join(import.meta.dirname, '..', 'bin', 'haberdash.mjs'),
    'init',
    '--template',
    'fashion-mnist',
    '--library',
    folder,
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
)
if (made.status !== 0) throw new Error('The library could not be made.')

const results: Record<string, unknown> = {}
const row = async (name: string, measure: () => Promise<unknown>) => {
  if (!wanted.has(name)) return
  console.error(name)
  // Beside others' work no figure says much.
  results[name] = { ...((await measure()) as object), load: rounded(loadavg()[0]!) }
  console.error(JSON.stringify(results[name]))
}

const browser = await openBrowser()
const server = await startServer(...benchServer(folder, '', IMAGES, renderer))
const page = await newPage(browser)
try {
  await page.goto(server.url)
  await page.evaluate(() => window.bench.untilFull())
  await row('checks', async () => {
    const keys = () => pressKeys(page, join(folder, 'haberdash.db'), 7)
    const found = await checkLabels(page, keys)
    return { ...found, seconds: against(found.seconds, BARS.checks) }
  })
  // Whatever is measured next is measured of a library that is described.
  await page.waitForFunction(
    async () => {
      const { api } = window.haberdash.connection
      return (await api.browse.without({ filter: {} })).unscored === 0
    },
    null,
    { timeout: 900_000, polling: 1000 },
  )
  await row('map', async () => {
    const pcaMs = against(rounded(await timeToPca(page)), BARS.pca)
    const umapSeconds = against(await timeToUmap(page), BARS.umap)
    const { p95, ...moved } = await panAndZoom(browser, page)
    return { pcaMs, umapSeconds, frames: against(p95, BARS.frame), ...moved }
  })
  await row('similar', async () => {
    const found = await similar(page, 60)
    return { ...found, p95: against(found.p95, BARS.similar) }
  })
  await row('network', async () => {
    const found = await looks(page, 60)
    return { ...found, p95: against(found.p95, BARS.look) }
  })
  await row('cells', async () => {
    const found = await cells(page, 20)
    return { ...found, p95: against(found.p95, BARS.cell) }
  })
  await row('memory', async () => {
    const memory = await memoryOnTheMap(server.url)
    return { ...memory, ...(memory.pss !== undefined && { pss: against(memory.pss, BARS.memory) }) }
  })
  console.log(
    JSON.stringify(
      { cores: availableParallelism(), viewport: VIEWPORT, browser: browser.version(), ...results },
      null,
      2,
    ),
  )
} finally {
  await browser.close()
  await server.stop()
  rmSync(work, { recursive: true, force: true })
}
