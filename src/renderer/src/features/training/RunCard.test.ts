// @vitest-environment jsdom
import { cleanup, render, screen, within } from '@testing-library/svelte'
import { afterEach, expect, test, vi } from 'vitest'
import type { Run } from '../../../../shared/contract/training.ts'
import { modelId, run, version } from '../../lib/testing/samples.ts'
import RunCard from './RunCard.svelte'

// What a figure asks for, and jsdom has not.
vi.hoisted(() => {
  class ResizeObserver {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  Object.assign(globalThis, { matchMedia: () => new EventTarget(), ResizeObserver })
})

afterEach(cleanup)

function show(shown: Run) {
  const on = { onpause: vi.fn(), oncancel: vi.fn(), ongoon: null, onagain: vi.fn(), onactivate: vi.fn() }
  render(RunCard, { run: shown, active: version('v1'), ...on })
  return on
}

const worse = run({
  state: 'done',
  model: modelId('v2'),
  before: { test: { images: 10_000, accuracy: 0.951 }, holdout: null },
  after: { test: { images: 10_000, accuracy: 0.94 }, holdout: null },
})

test('before and after side by side; what was not scored says so', () => {
  show(worse)
  const cells = within(screen.getByRole('row', { name: /10,000 test images/ })).getAllByRole('cell')
  expect(cells.map((cell) => cell.textContent.trim().replaceAll('\u00a0', ' '))).toEqual([
    '95.1 %',
    '94.0 %',
    '1.1 points worse',
  ])
  expect(screen.getAllByText('not scored yet')).toHaveLength(2)
})

test('a version that was not made active may be used or left', async () => {
  const { onactivate } = show(worse)
  screen.getByRole('button', { name: 'Use this version' }).click()
  expect(onactivate).toHaveBeenCalledExactlyOnceWith('v2')
  screen.getByRole('button', { name: 'Keep the current one' }).click()
  expect(await screen.findByText(/You keep\s+v1/)).toBeDefined()
  expect(screen.queryByRole('button', { name: 'Use this version' })).toBeNull()
})

test('a failed run says why and can be run again', () => {
  const error = { code: 'engine-stopped' as const, message: 'The engine stopped.', todo: 'Run it again.' }
  const { onagain } = show(run({ state: 'failed', error }))
  expect(screen.getByText('The engine stopped. Run it again.')).toBeDefined()
  screen.getByRole('button', { name: 'Run again' }).click()
  expect(onagain).toHaveBeenCalledOnce()
})

test('a run under way can be cancelled', () => {
  const { oncancel } = show(run())
  screen.getByRole('button', { name: 'Cancel' }).click()
  expect(oncancel).toHaveBeenCalledOnce()
})

test('a run is paused and resumed by one button, which says so; what is being scored can not be', async () => {
  const at = (stage: 'training' | 'scoring') => ({
    ...{ stage, epoch: 1, epochs: 3, batch: 2, batches: 9 },
    ...{ loss: 0.5, accuracy: 0.8, secondsLeft: 60 },
  })
  const { onpause } = show(run({ progress: at('training') }))
  screen.getByRole('button', { name: 'Pause' }).click()
  expect(onpause).toHaveBeenCalledOnce()
  cleanup()
  show(run({ progress: at('training'), paused: true }))
  expect(screen.getByText('Paused')).toBeDefined()
  expect(screen.getByRole('button', { name: 'Resume' })).toBeDefined()
  cleanup()
  show(run({ progress: at('scoring') }))
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Pause' }).disabled).toBe(true)
})

test('what was changed of its recipe is said', () => {
  const changes = {
    epochs: 3,
    learningRate: 0.01,
    optimiser: 'sgd',
    augmentation: { flip: true, rotate: 12 },
  } as const
  show(run({ kind: 'train', recipe: 'compact', changes }))
  expect(
    screen.getByText(/with epochs 3, learning rate 0\.01, optimiser SGD, mirror on, rotate 12 degrees\./),
  ).toBeDefined()
})

test('a new model says so, beside the active version, and is used only when chosen', () => {
  const test = { images: 10_000, accuracy: 0.912 }
  const curve = [{ epoch: 1, loss: 0.5, accuracy: 0.81, validation: { loss: 0.4, accuracy: 0.84 } }]
  const trained = run({ kind: 'train', recipe: 'classic-32', state: 'done', model: modelId('v2'), curve })
  show({ ...trained, after: { test, holdout: null } })
  expect(screen.getByRole('heading', { name: 'Trained: v2' })).toBeDefined()
  expect(screen.getByRole('columnheader', { name: 'v1, active now' })).toBeDefined()
  expect(
    screen.getByText(/81.0.% of its training images right, 84.0.% of the validation images/),
  ).toBeDefined()
  expect(screen.getByText(/v2 is a new model and makes no predictions until you use it/)).toBeDefined()
  expect(screen.getByRole('button', { name: 'Use this version' })).toBeDefined()
})
