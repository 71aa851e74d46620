import { createRouterClient } from '@orpc/server'
import { expect, it, onTestFinished } from 'vitest'
import type { Api } from '../../../shared/contract/index.ts'
import { Filter } from '../../../shared/contract/browse.ts'
import type { ClassId, ImageId } from '../../../shared/domain.ts'
import { forkEngine } from '../../fork-engine.ts'
import { places } from '../../places.ts'
import { openCore, type Core } from '../core.ts'
import { createRouter } from '../router.ts'
import { imageIds, temporaryFolder, tinyDataset } from '../testing/fixtures.ts'

type App = { core: Core; api: Api }

/** The real thing: the shipped model, the engine in a process of its own, ten classes of 40 images that are easy to tell apart. */
async function open(): Promise<App> {
  const core = await openCore({
    ...{ folder: temporaryFolder(), resources: places.resources, cache: places.cache },
    ...{ startEngine: forkEngine, background: false, dataset: tinyDataset(400, 50) },
  })
  onTestFinished(() => core.close())
  return { core, api: createRouterClient(createRouter(core)) }
}

/** Gives so many training images another label. */
async function makeWrong({ core, api }: App, many: number): Promise<Map<ImageId, ClassId>> {
  const ids = imageIds(core.library, "split = 'train'")
    .filter((_, i) => i % 23 === 5)
    .slice(0, many)
  const label = core.library.db.read.prepare('SELECT label_class FROM images WHERE id = ?').pluck()
  const right = new Map<ImageId, ClassId>()
  for (const id of ids) {
    const own = label.get(id) as ClassId
    right.set(id, own)
    await api.labels.set({ ids: [id], classId: (((own + 3) % 10) + 1) as ClassId })
  }
  return right
}

/** Runs the checks to their end. @returns why they ended early, if they did */
function check({ core, api }: App, during: () => void = () => {}): Promise<string | null> {
  return new Promise((resolve, reject) => {
    let ended = false
    core.events.first((event) => {
      if (event.type !== 'checks-changed' || ended) return
      if (event.running) return during()
      ended = true
      resolve(event.problem)
    })
    api.checks.start().catch(reject)
  })
}

it('finds the labels that were made wrong, says what is likelier and why, and lets go of what is answered', async () => {
  const app = await open()
  const right = await makeWrong(app, 12)
  expect(await app.api.checks.state()).toEqual({ running: null, result: null })
  expect(await check(app)).toBeNull()

  const { result } = await app.api.checks.state()
  expect(result).toMatchObject({ active: true, images: 450, judged: 450, changedSince: 0, addedSince: 0 })
  const found = app.core.images.view(
    { filter: Filter.parse({ findings: ['label-issue'] }), sort: 'by-finding', seed: 0 },
    null,
  )
  // By chance it would be one in 37.
  const hits = [...found].slice(0, right.size).filter((id) => right.has(id as ImageId)) as ImageId[]
  expect(hits.length).toBeGreaterThanOrEqual(8)
  const first = hits[0]!
  const { findings } = await app.api.browse.detail({ id: first })
  expect(findings.find(({ finding }) => finding === 'label-issue')).toMatchObject({
    ...{ suggested: right.get(first), stands: true },
    facts: { neighbours: 15 },
  })
  expect(result!.pairs.reduce((sum, { open }) => sum + open, 0)).toBe(found.length)

  await app.api.labels.set({ ids: [first], classId: right.get(first)! })
  const after = (await app.api.checks.state()).result!
  expect(after.findings[0]).toMatchObject({
    finding: 'label-issue',
    found: found.length,
    open: found.length - 1,
  })
  expect(after.changedSince).toBe(1)
  const answered = (await app.api.browse.detail({ id: first })).findings
  expect(answered.find(({ finding }) => finding === 'label-issue')).toMatchObject({ stands: false })
})

it('that is cancelled leaves what was found before, and can be begun again', async () => {
  const app = await open()
  await makeWrong(app, 6)
  await check(app)
  const before = (await app.api.checks.state()).result!
  expect(before.findings[0]!.found).toBeGreaterThan(0)
  expect(await check(app, () => void app.api.checks.cancel())).toBeNull()
  const { running, result } = await app.api.checks.state()
  expect(running).toBeNull()
  expect(result).toEqual(before)
  await check(app)
  expect((await app.api.checks.state()).result!.at).not.toBe(before.at)
})

it('says so where there is no model', async () => {
  const core = await openCore({
    ...{ folder: temporaryFolder(), resources: temporaryFolder(), cache: places.cache },
    ...{ startEngine: forkEngine, background: false, dataset: tinyDataset(20, 10) },
  })
  onTestFinished(() => core.close())
  const api: Api = createRouterClient(createRouter(core))
  await expect(api.checks.start()).rejects.toMatchObject({ code: 'model-unknown' })
})
