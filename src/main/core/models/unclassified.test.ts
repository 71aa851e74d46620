import { createRouterClient } from '@orpc/server'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { forkEngine } from '../../fork-engine.ts'
import { places } from '../../places.ts'
import { openCore } from '../core.ts'
import { createRouter } from '../router.ts'
import { imageIds, temporaryFolder, tinyDataset } from '../testing/fixtures.ts'

/** The real thing, but for engines that die as soon as they are born while they are `ill`. */
async function openWithEngines(health: { ill: boolean }) {
  const core = await openCore({
    ...{ folder: temporaryFolder(), resources: places.resources, cache: places.cache },
    dataset: tinyDataset(20, 10),
    startEngine: (threads) => {
      const engine = forkEngine(threads)
      if (health.ill) engine.kill()
      return engine
    },
  })
  onTestFinished(() => core.close())
  return { core, api: createRouterClient(createRouter(core)) }
}

describe('what can’t be classified in the background', () => {
  it('is told as a sentence while engines die, and done when asked to', async () => {
    const health = { ill: true }
    const { core, api } = await openWithEngines(health)
    const told = async () => (await api.library.info()).unclassified
    await vi.waitFor(async () => expect(await told()).not.toBeNull(), { timeout: 30_000 })
    expect(await told()).toEqual({ images: 30, why: expect.stringMatching(/engine stopped/) })

    health.ill = false
    await api.models.classifyAgain()
    const scored = () => core.library.db.read.prepare('SELECT count(*) FROM predictions').pluck().get()
    await vi.waitFor(() => expect(scored()).toBe(imageIds(core.library).length), { timeout: 30_000 })
    await vi.waitFor(async () => expect(await told()).toBeNull(), { timeout: 30_000 })
  })
})
