import { expect, test, vi } from 'vitest'
import { fakeApi, settled } from '../../lib/testing/fake-api.ts'
import { modelId } from '../../lib/testing/samples.ts'
import { Reporting } from './reporting.svelte.ts'

const html = '<!doctype html>'
const done = { type: 'done' as const, model: modelId('v2'), name: 'v2-report.html', html }

test('a report tells how far it is, and is saved under its name', async () => {
  const save = vi.fn()
  let told = ['', '']
  const make = async () =>
    (async function* () {
      yield { type: 'progress' as const, model: modelId('v2'), done: 500, total: 2000 }
      told = [reporting.said, String(reporting.part)]
      yield { type: 'progress' as const, model: modelId('v2'), done: 2000, total: 2000 }
      yield done
    })()
  const reporting = new Reporting(fakeApi({ report: { make } }), save)
  await reporting.make(modelId('v2'))
  expect(told).toEqual([
    'Making the report: v2 is asked 500 of 2,000 images that it has not seen yet.',
    '0.25',
  ])
  expect(save).toHaveBeenCalledExactlyOnceWith('v2-report.html', new Blob([html], { type: 'text/html' }))
  expect([reporting.busy, reporting.said]).toEqual([false, 'The report of v2 is made: v2-report.html.'])
  reporting.forget()
  expect(reporting.said).toBe('')
})

test('a cancelled one says nothing and saves nothing; a failed one says why', async () => {
  const save = vi.fn()
  const make = async (_: unknown, { signal }: { signal: AbortSignal }) =>
    (async function* () {
      yield { type: 'progress' as const, model: modelId('v2'), done: 0, total: 2000 }
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    })()
  const reporting = new Reporting(fakeApi({ report: { make: make as never } }), save)
  const made = reporting.make()
  await settled()
  expect(reporting.busy).toBe(true)
  reporting.forget()
  expect(reporting.said).toMatch(/^Making the report/)
  reporting.cancel()
  await made
  expect([reporting.busy, reporting.said, reporting.problem]).toEqual([false, '', null])

  const failing = new Reporting(fakeApi({}), save)
  await failing.make()
  expect(failing.problem).not.toBeNull()
  failing.forget()
  expect(failing.problem).toBeNull()
  expect(save).not.toHaveBeenCalled()
})
