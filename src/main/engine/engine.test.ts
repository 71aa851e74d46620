import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EngineApi, TrainEvent } from '../../shared/contract/engine.ts'
import { fromOrpcError } from '../../shared/error-mapping.ts'
import { fromProcess } from '../../shared/ipc-port.ts'
import { buildNetwork, drawWeights } from './network.ts'
import { saveModel } from './store.ts'
import { bars, barsJob, MANY_LAYERS } from './toy.ts'

// The engine as main runs it: a process of its own, spoken to over IPC.

let folder: string
let child: ChildProcess
let engine: EngineApi

function startEngine(): ChildProcess {
  const main = join(import.meta.dirname, 'main.ts')
  return fork(main, [], { serialization: 'advanced', execArgv: [], silent: true })
}

const clientOf = (process: ChildProcess): EngineApi =>
  createORPCClient(new RPCLink({ port: fromProcess(process) }))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'haberdash-engine-'))
  const network = buildNetwork(MANY_LAYERS, [28, 28, 1])
  drawWeights(network, 1)
  await saveModel(network, join(folder, 'model'))
  network.model.dispose()
  child = startEngine()
  engine = clientOf(child)
})
afterAll(async () => {
  child.kill()
  await rm(folder, { recursive: true, force: true })
})

const blob = (bytes: Uint8Array) => new Blob([bytes as Uint8Array<ArrayBuffer>])

const ask = (count: number, name = 'model') =>
  engine.predict({ folder: join(folder, name), count, pixels: blob(bars(count).pixels) })

function startTraining(out: string, epochs: number, signal?: AbortSignal) {
  const { start, data, options } = barsJob(out, { epochs })
  const wire = { ...data, pixels: blob(data.pixels), labels: blob(data.labels) }
  return engine.train({ start, data: wire, options, out }, signal ? { signal } : {})
}

describe('the engine process', () => {
  it('predicts, and says nothing on stdout', async () => {
    let said = ''
    child.stdout!.on('data', (text) => (said += text))
    const { classes, probabilities } = await ask(300)
    const rows = new Float32Array(await probabilities.arrayBuffer())
    expect(classes).toBe(2)
    expect(rows).toHaveLength(600)
    for (let i = 0; i < 300; i++) expect(rows[2 * i]! + rows[2 * i + 1]!).toBeCloseTo(1, 5)
    expect((await ask(0)).probabilities.size).toBe(0)
    expect(said).toBe('')
  })

  it('describes images: a row of features for each, float16, beside the probabilities', async () => {
    const pixels = blob(bars(300).pixels)
    const { probabilities, features } = await engine.describe({
      folder: join(folder, 'model'),
      count: 300,
      pixels,
    })
    expect(probabilities.size).toBe(300 * 2 * 4)
    expect(features.size).toBe(300 * 5 * 2)
  })

  it('answers one image before the many that were asked for first, and drops those at a signal', async () => {
    const controller = new AbortController()
    const pixels = blob(bars(20_000).pixels)
    const request = { folder: join(folder, 'model'), count: 20_000, pixels }
    let answered = false
    const many = engine.predict(request, { signal: controller.signal }).finally(() => (answered = true))
    expect((await ask(1)).classes).toBe(2)
    expect(answered).toBe(false)
    controller.abort()
    await expect(many).rejects.toThrow()
  })

  it('answers what is wrong with a code and a sentence, and stays up', async () => {
    const missing = await ask(1, 'nowhere').catch(fromOrpcError)
    expect(missing).toMatchObject({ name: 'HaberdashError', code: 'model-unreadable' })
    const out = join(folder, 'cut')
    for await (const _ of await startTraining(out, 1));
    await writeFile(join(out, 'weights.bin'), 'short')
    expect(await ask(1, 'cut').catch(fromOrpcError)).toMatchObject({ code: 'model-unreadable' })
    const pixels = blob(new Uint8Array(5))
    const odd = engine.predict({ folder: join(folder, 'model'), count: 1, pixels }).catch(fromOrpcError)
    expect(await odd).toMatchObject({
      code: 'wrong-usage',
      message: '1 images of 28 x 28 x 1 are 784 bytes, but 5 came.',
    })
    expect((await ask(1)).classes).toBe(2)
  })

  it('trains, predicts meanwhile, and lets go of every tensor', async () => {
    await engine.release({ folder: join(folder, 'model') })
    const before = await engine.memory()
    const events: TrainEvent[] = []
    const out = join(folder, 'trained')
    let served = 0
    for await (const event of await startTraining(out, 15)) {
      events.push(event)
      if (event.type === 'epoch' && event.point.epoch === 2) void ask(10).then(() => served++)
      if (event.type === 'epoch' && event.point.epoch === 15) expect(served).toBe(1)
    }
    expect(events.at(-1)).toMatchObject({ type: 'saved' })
    expect((await ask(4, 'trained')).classes).toBe(2)
    for (const name of ['model', 'trained']) await engine.release({ folder: join(folder, name) })
    expect((await engine.memory()).tensors).toBe(before.tensors)
  })

  it('tells what went wrong in a training', async () => {
    const { start, options } = barsJob('')
    const data = { count: 0, pixels: blob(new Uint8Array(0)), labels: blob(new Uint8Array(0)) }
    const events = await engine.train({ start, data, options, out: join(folder, 'none') })
    const error = await events.next().catch(fromOrpcError)
    expect(error).toMatchObject({ code: 'nothing-to-train-on', todo: 'Label some images first.' })
  })

  it.each(['the signal', 'leaving the loop'])('stops training within a second by %s', async (way) => {
    const before = await engine.memory()
    const out = join(folder, 'cancelled')
    const controller = new AbortController()
    let stoppedAt = Infinity
    const consume = async () => {
      for await (const event of await startTraining(out, 1000, controller.signal)) {
        if (event.type !== 'epoch') continue
        stoppedAt = performance.now()
        if (way !== 'the signal') break
        controller.abort()
      }
    }
    await consume().catch(() => {})
    while ((await engine.memory()).tensors !== before.tensors)
      expect(performance.now() - stoppedAt).toBeLessThan(1000)
    await expect(readdir(out)).rejects.toThrow('ENOENT')
  })

  it.each(['cancelled', 'left'])('lets go of a training that is %s while it is paused', async (way) => {
    const before = await engine.memory()
    const out = join(folder, `paused-${way}`)
    const controller = new AbortController()
    const consume = async () => {
      for await (const event of await startTraining(out, 1000, controller.signal)) {
        if (event.type !== 'epoch') continue
        await engine.pause({ out, paused: true })
        if (way === 'left') break
        controller.abort()
      }
    }
    await consume().catch(() => {})
    while ((await engine.memory()).tensors !== before.tensors);
    await engine.pause({ out, paused: true })
    await expect(readdir(out)).rejects.toThrow('ENOENT')
  })

  it('fails what is pending when it dies', async () => {
    const doomed = startEngine()
    const pending = clientOf(doomed).memory()
    doomed.kill('SIGKILL')
    await expect(pending).rejects.toThrow()
  })

  it('ends when its parent lets go of it, even while it trains', async () => {
    const exited = once(child, 'exit')
    const events = await startTraining(join(folder, 'orphan'), 1000)
    await events.next()
    child.disconnect()
    expect((await exited)[0]).toBe(0)
    await expect(events.next().then(() => events.next())).rejects.toThrow()
  })
})
