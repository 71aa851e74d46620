// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import { UPLOAD_PIECE_BYTES } from '../../../../shared/contract/backbone.ts'
import type { AddBackboneEvent, BackboneInfo, NewBackbone } from '../../../../shared/contract/backbones.ts'
import { HaberdashError } from '../../../../shared/errors.ts'
import { fakeApi, settled } from '../../lib/testing/fake-api.ts'
import { Adding } from './adding.svelte.ts'
import { Backbones } from './backbones.svelte.ts'
import { keptBecause, progressText } from './words.ts'

const backbone = (name: string, versions: string[] = []): BackboneInfo => ({
  ...{ name, side: 224, features: 1024, scaling: '-1..1', bytes: 1, sha256: '0'.repeat(64) },
  versions: versions as BackboneInfo['versions'],
})

const file = (path: string, content: BlobPart): File => {
  const made = new File([content], path.split('/').at(-1)!)
  Object.defineProperty(made, 'webkitRelativePath', { value: path })
  return made
}
const model = (...paths: string[]) => JSON.stringify({ weightsManifest: [{ paths, weights: [] }] })

type Sent = { upload: string; file: string; piece: Blob }

function adding(add: (wanted: NewBackbone) => AsyncIterable<AddBackboneEvent>) {
  const sent: [string, number][] = []
  const send = async ({ file: name, piece }: Sent) => void sent.push([name, piece.size])
  const onAdded = vi.fn(async (_: BackboneInfo) => {})
  const asked = vi.fn(add)
  return {
    sent,
    asked,
    onAdded,
    state: new Adding(fakeApi({ backbones: { send, add: async (w: NewBackbone) => asked(w) } }), onAdded),
  }
}

async function* ends(name: string): AsyncGenerator<AddBackboneEvent> {
  yield { type: 'progress', stage: 'checking', done: 1, of: 1 }
  yield { type: 'added', backbone: backbone(name) }
}

test('finds the model in a folder, and sends it in pieces, model.json first', async () => {
  const { state, sent, asked, onAdded } = adding(() => ends('net'))
  const weights = new Uint8Array(UPLOAD_PIECE_BYTES + 5)
  await state.choose([
    file('My Net/deep/model.json', 'x'),
    file('My Net/a.bin', weights),
    file('My Net/notes.txt', 'x'),
    file('My Net/model.json', model('a.bin', 'a.bin')),
  ])
  expect(state.name).toBe('my-net')
  expect(state.missing).toBeNull()
  await state.add()
  expect(sent.map(([name, size]) => [name, size])).toEqual([
    ['model.json', model('a.bin', 'a.bin').length],
    ['a.bin', UPLOAD_PIECE_BYTES],
    ['a.bin', 5],
  ])
  expect(asked).toHaveBeenCalledWith({
    name: 'my-net',
    scaling: '-1..1',
    from: { kind: 'sent', upload: expect.any(String) },
  })
  expect(onAdded).toHaveBeenCalledWith(backbone('net'))
  expect({ name: state.name, chosen: state.chosen, progress: state.progress }).toEqual({
    name: '',
    chosen: null,
    progress: null,
  })
})

test('says what a folder lacks', async () => {
  const { state } = adding(() => ends('net'))
  const problem = async (...files: File[]) => {
    await state.choose(files)
    return state.chosen && 'problem' in state.chosen ? state.chosen.problem : null
  }
  expect(await problem(file('f/a.bin', 'x'))).toBe('There is no model.json in this folder.')
  expect(await problem(file('f/model.json', '{}'))).toBe('Its model.json is no model of TensorFlow.js.')
  expect(await problem(file('f/model.json', model('a.bin')), file('f/x/a.bin', 'x'))).toBe(
    'Its model.json names a.bin, which is not beside it.',
  )
  expect(state.missing).toBe('Choose its folder.')
})

test('takes an address with its hashes as they were typed; what was wrong is said, and nothing is lost', async () => {
  const { state, asked } = adding(async function* () {
    yield { type: 'progress', stage: 'fetching', done: 1, of: null }
    throw new HaberdashError('backbone-refused', 'It is another.', { todo: 'Compare.' })
  })
  state.way = 'address'
  await state.add()
  expect(state.problem).toBe('Give its address.')
  state.address = ' https://models.example/net/ '
  expect(state.missing).toContain('SHA-256')
  state.hashes = ' aa,\nbb '
  expect(state.missing).toContain('Name it')
  state.name = 'net'
  await state.add()
  const from = { kind: 'address', address: 'https://models.example/net/', hashes: ['aa', 'bb'] }
  expect(asked).toHaveBeenCalledWith({ name: 'net', scaling: '-1..1', from })
  expect(state.problem).toBe('It is another. Compare.')
  expect(state.hashes).toBe(' aa,\nbb ')
})

test('is cancelled at a wish', async () => {
  let signal: AbortSignal | undefined
  const add = async (_: NewBackbone, options?: { signal?: AbortSignal }) => {
    signal = options?.signal
    return (async function* (): AsyncGenerator<AddBackboneEvent> {
      yield { type: 'progress', stage: 'fetching', done: 5, of: 10 }
      await new Promise((_resolve, reject) =>
        signal?.addEventListener('abort', () => reject(new Error('ended'))),
      )
    })()
  }
  const state = new Adding(fakeApi({ backbones: { add: add as never } }), async () => {})
  Object.assign(state, { way: 'address', address: 'https://a.example/', hashes: 'aa', name: 'net' })
  const ended = state.add()
  await settled()
  expect(state.progress).toEqual({ stage: 'fetching', done: 5, of: 10 })
  state.cancel()
  await ended
  expect(signal?.aborted).toBe(true)
  expect(state.problem).toBe('You cancelled it; nothing of it was kept.')
  expect(state.progress).toBeNull()
})

test('one is removed after a question, and why it could not be is said', async () => {
  const remove = vi
    .fn<(wanted: { name: string }) => Promise<{ removed: string }>>()
    .mockRejectedValueOnce(new HaberdashError('backbone-in-use', 'v2 sees through it.'))
    .mockResolvedValueOnce({ removed: 'net' })
  const backbones = new Backbones(fakeApi({ backbones: { remove, list: async () => [backbone('net')] } }))
  await backbones.load()
  expect(await backbones.remove()).toBe(false)
  backbones.ask('net')
  expect(await backbones.remove()).toBe(false)
  expect(backbones.problem).toBe('v2 sees through it.')
  expect(await backbones.remove()).toBe(true)
  expect(remove).toHaveBeenCalledTimes(2)
  expect(backbones.said).toBe('net is removed.')
  expect(backbones.leaving).toBeNull()
})

test('words', () => {
  expect(keptBecause(backbone('net'))).toBeNull()
  expect(keptBecause(backbone('net', ['v2', 'v3']))).toMatch(
    /^v2 and v3 see through it: delete those versions/,
  )
  expect(progressText({ stage: 'fetching', done: 3e6, of: null }, 9000)).toBe('Downloading: 3.0\u00a0MB')
  expect(progressText({ stage: 'fetching', done: 1e6, of: 11e6 }, 4000)).toBe(
    'Downloading: 1.0\u00a0MB of 11.0\u00a0MB, about 40\u00a0s left',
  )
})
