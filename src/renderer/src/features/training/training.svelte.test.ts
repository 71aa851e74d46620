// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { Run } from '../../../../shared/contract/training.ts'
import { fakeApi, settled, type FakeApi } from '../../lib/testing/fake-api.ts'
import { modelId, run } from '../../lib/testing/samples.ts'
import { Training } from './training.svelte.ts'
import { canLearn, outcome, readyText } from './words.ts'

const ready = { photos: 4, corrected: 2, holdout: 1, running: null }

const training = (parts: FakeApi['training']) =>
  new Training(fakeApi({ training: { ready: async () => ready, runs: async () => [], ...parts } }))

async function* each(...runs: Run[]) {
  yield* runs
}

test('starts a run and follows it to its end', async () => {
  const ended = run({ state: 'done', model: modelId('v2'), activated: true })
  const watch = vi.fn(async () => each(run({ curve: [{ epoch: 1, loss: 0.4, accuracy: 0.8 }] }), ended))
  const state = training({ fineTune: async () => run(), watch, runs: async () => [ended] })
  await state.start()
  await settled()
  expect(watch).toHaveBeenCalledOnce()
  expect(state.running).toBeUndefined()
  expect(state.runs).toEqual([ended])
})

test('a run that is under way when the window opens is watched', async () => {
  const live = run({ curve: [{ epoch: 3, loss: 0.2, accuracy: 0.9 }] })
  const hanging = async function* () {
    yield live
    await new Promise(() => {})
  }
  const watch = vi.fn(async () => hanging())
  const runs = vi.fn(async () => [live]).mockResolvedValueOnce([run()])
  const state = training({ runs, watch })
  await state.load()
  await state.load()
  await settled()
  expect(watch).toHaveBeenCalledOnce()
  expect(state.running?.curve[0]?.epoch).toBe(3)
})

test('after the connection was lost the run is watched anew', async () => {
  const watch = vi
    .fn(async () => each(run({ state: 'done' })))
    .mockImplementationOnce(async () => {
      throw new Error('lost')
    })
  const runs = vi
    .fn(async () => [run({ state: 'done' })])
    .mockResolvedValueOnce([run()])
    .mockResolvedValueOnce([run()])
  const state = training({ runs, watch })
  await state.load()
  await settled()
  expect(state.running).toBeDefined()
  await state.reload()
  await settled()
  expect(watch).toHaveBeenCalledTimes(2)
  expect(state.running).toBeUndefined()
})

test('cancels the one that runs', async () => {
  const cancel = vi.fn(async () => run({ state: 'cancelled' }))
  const state = training({ runs: async () => [run()], watch: async () => each(), cancel })
  await state.load()
  await state.cancel()
  expect(cancel).toHaveBeenCalledWith({ id: 1 })
})

test('why it could not be started is said', async () => {
  const state = training({ fineTune: () => Promise.reject(new Error('There is nothing to train on.')) })
  await state.start()
  expect([state.problem, state.starting]).toEqual(['There is nothing to train on.', false])
})

test('pauses the one that runs, and lets it go on', async () => {
  const pause = vi.fn(async () => run({ paused: true }))
  const resume = vi.fn(async () => run())
  const hanging = async function* () {
    yield run()
    await new Promise(() => {})
  }
  const state = training({ runs: async () => [run()], watch: async () => hanging(), pause, resume })
  await state.load()
  await settled()
  await state.pauseOrResume()
  expect(pause).toHaveBeenCalledExactlyOnceWith({ id: 1 })
  expect(state.running?.paused).toBe(true)
  await state.pauseOrResume()
  expect(resume).toHaveBeenCalledExactlyOnceWith({ id: 1 })
  expect(state.running?.paused).toBe(false)
})

test('a new model is trained as asked for, and can be trained so again, whoever started it', async () => {
  const request = { recipe: 'classic-32', changes: { epochs: 1 }, seed: 7 }
  const failed = run({ kind: 'train', ...request, state: 'failed' })
  const train = vi.fn(async () => failed)
  const state = training({ train })
  await state.train(request)
  expect(train).toHaveBeenCalledExactlyOnceWith(request)
  await state.again(failed)?.()
  expect(train.mock.calls).toEqual([[request], [request]])
  expect(state.again({ ...failed, changes: null })).toBeNull()
})

test('why a new model could not be trained is said beside its own button', async () => {
  const state = training({ train: () => Promise.reject(new Error('The batch is too large.')) })
  await state.train({ recipe: 'classic-32', changes: {}, seed: 1 })
  expect([state.trainProblem, state.problem]).toEqual(['The batch is too large.', null])
})

test('what there is to learn from, in a sentence', () => {
  expect(readyText({ ...ready, photos: 0, corrected: 0 })).toMatch(/nothing to learn from yet/)
  expect(readyText(ready)).toBe(
    'The model can learn from 4 labelled photos of yours and 2 corrected images. 1 more photo is held out to score it.',
  )
  expect(readyText({ ...ready, photos: 0, corrected: 1, holdout: 0 })).toMatch(
    /learn from 1 corrected image\. No/,
  )
  expect([canLearn(null), canLearn(ready), canLearn({ ...ready, photos: 0, corrected: 0 })]).toEqual([
    false,
    true,
    false,
  ])
})

test('a version that got worse says on what', () => {
  const before = { test: { images: 10_000, accuracy: 0.95 }, holdout: null }
  const after = { test: { images: 10_000, accuracy: 0.94 }, holdout: null }
  const done = run({ state: 'done', model: modelId('v2'), before, after })
  expect(outcome(done, modelId('v1'))).toBe(
    'v2 is worse on the test images, so it was not made active. It is kept either way.',
  )
  expect(outcome({ ...done, activated: true }, modelId('v2'))).toMatch(/no worse/)
  expect(outcome(run({ state: 'cancelled' }), undefined)).toMatch(/You cancelled it/)
  expect(outcome(run(), undefined)).toBe('')
})

test('goes on with a new model that was stopped after an epoch, and with nothing else', async () => {
  const stopped = run({ kind: 'train', state: 'cancelled', curve: [{ epoch: 1, loss: 0.4, accuracy: 0.8 }] })
  const resume = vi.fn(async () => run({ kind: 'train', id: 8 as Run['id'] }))
  const state = training({ resume, watch: async () => each() })
  await state.goOn(stopped)!()
  expect(resume).toHaveBeenCalledExactlyOnceWith({ id: stopped.id })
  expect(state.goOn({ ...stopped, curve: [] })).toBeNull()
  expect(state.goOn({ ...stopped, state: 'done' })).toBeNull()
  expect(state.goOn({ ...stopped, kind: 'fine-tune' })).toBeNull()
})
