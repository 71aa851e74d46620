import { describe, expect, it, onTestFinished } from 'vitest'
import { forkEngine } from '../fork-engine.ts'
import { createEnginePool, PREDICTORS, stateOf } from './engine-pool.ts'

function pool() {
  const started: (number | undefined)[] = []
  const made = createEnginePool(
    (threads) => {
      started.push(threads)
      return forkEngine(threads)
    },
    () => {},
  )
  onTestFinished(() => made.stop())
  return { pool: made, started }
}

describe('createEnginePool', () => {
  it('starts a process of one thread for each call that would have to wait, up to a core each', async () => {
    const { pool: engines, started } = pool()
    expect(engines.state()).toBe('stopped')
    const calls = Array.from({ length: PREDICTORS + 2 }, () => engines.use((api) => api.memory()))
    expect(engines.state()).toBe('busy')
    await Promise.all(calls)
    expect(started).toEqual(Array.from({ length: PREDICTORS }, () => 1))
    await engines.use((api) => api.memory())
    expect(started.length).toBe(PREDICTORS)
    expect(engines.state()).toBe('idle')
  })

  it('starts anew what has ended, and tells only what runs to forget a model', async () => {
    const { pool: engines, started } = pool()
    await engines.use((api) => api.memory())
    const asked: number[] = []
    await engines.useAll(async (api) => asked.push((await api.memory()).rssBytes))
    expect(asked.length).toBe(1)
    const doomed = engines.use((api) => {
      process.kill(engines.pid()!, 'SIGKILL')
      return api.memory()
    })
    await expect(doomed).rejects.toMatchObject({ code: 'engine-stopped' })
    await engines.use((api) => api.memory())
    expect(started.length).toBe(2)
  })
})

describe('stateOf', () => {
  it.each([
    [['stopped', 'idle', 'busy'], 'busy'],
    [['stopped', 'idle'], 'idle'],
    [['stopped', 'stopped'], 'stopped'],
  ] as const)('%j together are %s', (states, together) => {
    expect(stateOf(states.map((state) => ({ state: () => state })))).toBe(together)
  })
})
