import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ImageId, RunId } from '../../../shared/domain.ts'
import { newRun } from '../../../shared/run.ts'
import type { Core } from '../core.ts'
import { temporaryFolder } from '../testing/fixtures.ts'
import { correctSome, follow, isTraining, openDataset } from './testing.ts'

describe('a run', () => {
  it('is cancelled, and leaves nothing half-made', async () => {
    const app = await openDataset()
    await correctSome(app)
    const { id } = await app.api.training.fineTune({ seed: 1 })
    await follow(app.api, id, isTraining)
    const run = await app.api.training.cancel({ id })
    expect(run).toMatchObject({ state: 'cancelled', model: null, error: null })
    expect(readdirSync(app.core.library.paths.models)).toEqual([app.core.models.active()!.id])
    // The engine is there for the next question.
    const detail = await app.api.browse.detail({ id: 1 as ImageId })
    expect(detail.probabilities).toHaveLength(10)
  })

  it('fails with a sentence when the engine is killed in the middle, and can be run again', async () => {
    const app = await openDataset()
    await correctSome(app)
    const { id } = await app.api.training.fineTune({ seed: 1 })
    await follow(app.api, id, isTraining)
    process.kill(app.core.engine.pid()!, 'SIGKILL')
    const failed = await follow(app.api, id)
    expect(failed).toMatchObject({
      state: 'failed',
      model: null,
      error: { code: 'engine-stopped', message: expect.stringContaining('engine'), todo: expect.any(String) },
    })
    expect(readdirSync(app.core.library.paths.models)).toHaveLength(1)
    const again = await app.api.training.fineTune({ seed: 1 })
    expect(await follow(app.api, again.id)).toMatchObject({ state: 'done' })
  })

  /** A run as another process has left it in the database. */
  const runOf = (core: Core, pid: number) =>
    core.library.db.write
      .prepare(
        "INSERT INTO runs (pid, state, recipe, last_label_event, record) VALUES (?, 'running', '{}', 0, ?)",
      )
      .run(pid, JSON.stringify({ ...RUNNING, id: 1 }))

  it('that was going when the app was killed is told as failed at the next start', async () => {
    const folder = temporaryFolder()
    const { core } = await openDataset(folder)
    const gone = spawnSync(process.execPath, ['--version']).pid
    runOf(core, gone)
    mkdirSync(join(core.library.paths.models, `.draft-${gone}-1`))
    await core.close()

    const { core: next, api } = await openDataset(folder)
    const [run] = await api.training.runs()
    expect(run).toMatchObject({ state: 'failed', error: { code: 'run-interrupted' } })
    expect(readdirSync(next.library.paths.models).filter((name) => name.startsWith('.'))).toEqual([])
  })

  it('in another process is left alone, followed to its end, and keeps a second from starting', async () => {
    const folder = temporaryFolder()
    const { core } = await openDataset(folder)
    runOf(core, process.ppid)
    const draft = join(core.library.paths.models, `.draft-${process.ppid}-1`)
    mkdirSync(draft)

    const other = await openDataset(folder)
    await correctSome(other)
    expect(existsSync(draft)).toBe(true)
    await expect(other.api.training.fineTune({ seed: 1 })).rejects.toMatchObject({ code: 'run-in-progress' })
    for (const order of ['cancel', 'pause'] as const) {
      await expect(other.api.training[order]({ id: 1 as RunId })).rejects.toMatchObject({
        code: 'run-elsewhere',
      })
    }
    const followed = follow(other.api, 1 as RunId)
    core.library.db.write
      .prepare("UPDATE runs SET state = 'done', record = ?")
      .run(JSON.stringify({ ...RUNNING, id: 1, state: 'done' }))
    expect(await followed).toMatchObject({ state: 'done' })
  })
})

const RUNNING = newRun({
  ...{ kind: 'fine-tune', recipe: 'fine-tune', changes: {}, parent: null, seed: 1 },
  startedAt: '2026-01-01T00:00:00.000Z',
  trainedOn: { photos: 0, corrected: 1, replay: 0 },
})
