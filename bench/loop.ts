/**
 * Measures the loop a person goes through, on a new library, through the contract: opening, classifying all, views,
 * labels, a dropped photo, fine-tuning, cancelling. `node bench/loop.ts` prints one JSON object; times are milliseconds
 * unless they say seconds, medians where something is done many times. Compare figures of one machine and one hour only.
 */
import { createRouterClient } from '@orpc/server'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCore, type Core } from '../src/main/core/core.ts'
import { readFeatures } from '../src/main/core/models/features.ts'
import { createRouter } from '../src/main/core/router.ts'
import { forkEngine } from '../src/main/fork-engine.ts'
import { places } from '../src/main/places.ts'
import type { Sort } from '../src/shared/contract/browse.ts'
import type { Api } from '../src/shared/contract/index.ts'
import type { ClassId, ImageId, RunId } from '../src/shared/domain.ts'

const PHOTOS = join(import.meta.dirname, '..', 'e2e', 'fixtures', 'photos')

const folder = mkdtempSync(join(tmpdir(), 'haberdash-bench-'))
const open = () =>
  openCore({
    folder,
    resources: places.resources,
    cache: places.cache,
    startEngine: forkEngine,
    background: false,
  })

async function timed<T>(work: () => Promise<T>): Promise<[number, T]> {
  const began = performance.now()
  const value = await work()
  return [Math.round((performance.now() - began) * 10) / 10, value]
}

async function median(times: number, work: (n: number) => Promise<unknown>): Promise<number> {
  const all: number[] = []
  for (let n = 0; n < times; n++) all.push((await timed(() => work(n)))[0])
  return all.sort((a, b) => a - b)[Math.floor(times / 2)]!
}

/** From the file's bytes to its prediction stored: what a drop costs, without the window. */
async function dropToPrediction(core: Core, api: Api): Promise<number> {
  const names = readdirSync(PHOTOS).filter((name) => /-.*\.jpg$/.test(name))
  const files = names.map((name) => new File([readFileSync(join(PHOTOS, name))], name))
  await api.browse.detail({ id: 1 as ImageId })
  return median(files.length, async (n) => {
    const told = core.events.stream(undefined)
    const { id } = await api.photos.add({ file: files[n]! })
    for await (const event of told) if (event.type === 'predictions-changed' && event.ids.includes(id)) break
  })
}

/** Everything is classified in the background; how many events told of it. */
async function classifyAll(core: Core, images: number): Promise<number> {
  const told = core.events.stream(undefined)
  core.predictions.work()
  let [classified, events] = [0, 0]
  for await (const event of told) {
    events++
    if (event.type === 'predictions-changed') classified += event.ids.length
    if (classified >= images) break
  }
  return events
}

async function untilTraining(api: Api, id: RunId): Promise<void> {
  for await (const run of await api.training.watch({ id })) if (run.progress?.batch) return
}

async function runToEnd(api: Api) {
  const { id } = await api.training.fineTune({ seed: 1 })
  for await (const run of await api.training.watch({ id })) if (run.state !== 'running') return run
  throw new Error('The run never ended.')
}

const [firstOpenMs, made] = await timed(open)
await made.close()
const [openMs, core] = await timed(open)
const api: Api = createRouterClient(createRouter(core))
const view = async (sort: Sort = 'newest') =>
  new Uint32Array(await (await api.browse.view({ filter: {}, sort })).arrayBuffer())
const ids = [...(await view())] as ImageId[]
const trainIds = await api.browse.view({ filter: { splits: ['train'] }, sort: 'oldest' })
const train = await api.browse.rows({
  ids: [...new Uint32Array(await trainIds.arrayBuffer())].slice(0, 100) as ImageId[],
})

const [classifyAllMs, classifyAllEvents] = await timed(() => classifyAll(core, ids.length))
const { db } = core.library
const featuresMs = await median(5, async () => readFeatures(db.read, core.models.active()!.id))
const viewMs = await median(20, () => view())
const suspiciousMs = await median(20, () => view('most-suspicious'))
const rowsMs = await median(20, () => api.browse.rows({ ids: ids.slice(0, 300) }))
const pixelsMs = await median(20, () => api.browse.pixels({ ids: ids.slice(0, 300) }))
// Each image's own label, confirmed: what is trained on stays true.
const labelMs = await median(100, (n) => api.labels.set({ ids: [train[n]!.id], classId: train[n]!.label }))
const [bulkLabelMs] = await timed(() => api.labels.set({ ids: ids.slice(0, 10_000), classId: 3 as ClassId }))
const [bulkUndoMs] = await timed(() => api.labels.undo())
const dropToPredictionMs = await dropToPrediction(core, api)
const [evaluateMs, evaluation] = await timed(() => api.models.evaluate({ split: 'test' }))
const cancelled = await api.training.fineTune({ seed: 1 })
await untilTraining(api, cancelled.id)
const [cancelMs] = await timed(() => api.training.cancel({ id: cancelled.id }))
const [fineTuneMs, run] = await timed(() => runToEnd(api))
await core.close()
rmSync(folder, { recursive: true, force: true })

console.log(
  JSON.stringify({
    images: ids.length,
    firstOpenMs,
    openMs,
    classifyAllSeconds: Math.round(classifyAllMs / 100) / 10,
    classifyAllEvents,
    featuresMs,
    viewMs,
    suspiciousMs,
    rowsMs,
    pixelsMs,
    labelMs,
    bulkLabelMs,
    bulkUndoMs,
    dropToPredictionMs,
    evaluateMs,
    testAccuracy: evaluation.accuracy,
    cancelMs,
    fineTuneSeconds: Math.round(fineTuneMs / 100) / 10,
    trainedOn: run.trainedOn,
    before: run.before,
    after: run.after,
  }),
)
