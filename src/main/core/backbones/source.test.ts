import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../testing/fixtures.ts'
import { download } from './download.ts'
import { readAddress, readFolder } from './source.ts'
import { hashOf, MODELS, writeBackbone } from './testing.ts'

describe('the files of a backbone', () => {
  it('are taken only as they are pinned, each of them', async () => {
    const folder = temporaryFolder()
    const hashes = writeBackbone(folder)
    for (const i of hashes.keys()) {
      const wrong = hashes.with(i, hashOf('another'))
      await expect(readFolder(folder, wrong)).rejects.toMatchObject({ code: 'backbone-refused' })
    }
    await expect(readFolder(folder, hashes.slice(0, 2))).rejects.toThrow('lists 2 weights files')
    await expect(readFolder(folder, ['abc'])).rejects.toThrow('64 digits')
    const read = await readFolder(folder, hashes)
    expect(read.weights.length).toBe(4 * 4 * 3 * 3 * 4)
    expect(read).toEqual(await readFolder(folder, null))
  })

  it('may be pinned all together, as one after the other they are', async () => {
    const folder = temporaryFolder()
    writeBackbone(folder)
    const all = ['model.json', 'part1.bin', 'part2.bin'].map((name) => readFileSync(join(folder, name)))
    const { sha256 } = await readFolder(folder, [hashOf(Buffer.concat(all))])
    expect(sha256).toBe(hashOf(Buffer.concat(all)))
    await expect(readFolder(folder, [hashOf(all[0]!)])).rejects.toThrow('is another file than was meant')
  })

  it('are plain names: nothing outside of the folder is read', async () => {
    for (const path of ['../part1.bin', '/etc/passwd', 'a/b.bin', '.hidden', 'https://example.com/x.bin']) {
      const folder = temporaryFolder()
      const model = JSON.parse(JSON.stringify(MODELS.layers).replace('part1.bin', path)) as object
      await expect(readFolder(folder, writeBackbone(folder, model))).rejects.toThrow('plain file names')
    }
  })

  it('come by https from the folder of model.json', async () => {
    const folder = temporaryFolder()
    const hashes = writeBackbone(folder)
    const asked: string[] = []
    const bytes: [number, number | null][] = []
    const told = (done: number, of: number | null) => void bytes.push([done, of])
    const get = async (url: URL) => {
      asked.push(url.href)
      if (url.host === 'old.example')
        return new Response(null, {
          status: 302,
          headers: { location: `https://new.example${url.pathname}` },
        })
      return new Response(new Uint8Array(readFileSync(join(folder, url.pathname.split('/').at(-1)!))))
    }
    const { weights } = await readAddress('https://old.example/small/model.json', hashes, { get, told })
    expect(weights.length).toBe(576)
    const model = readFileSync(join(folder, 'model.json')).length
    expect(bytes).toEqual([
      [model, null],
      [model + 100, model + 576],
      [model + 576, model + 576],
    ])
    expect(asked.filter((url) => url.startsWith('https://new.example/small/'))).toHaveLength(3)
    await expect(readAddress('http://old.example/small/', hashes, { get })).rejects.toThrow('only https')
    await expect(readAddress('file:///etc/', hashes, { get })).rejects.toThrow('only https')
  })

  it('are not downloaded over http after a redirect, for ever, or beyond their size', async () => {
    const url = new URL('https://example.com/model.json')
    const to = (location: string) => async () => new Response(null, { status: 301, headers: { location } })
    await expect(download(url, 10, { get: to('http://example.com/') })).rejects.toThrow('only https')
    await expect(download(url, 10, { get: to(url.href) })).rejects.toThrow('more than 5 times')
    await expect(download(url, 10, { get: async () => new Response('12345678901') })).rejects.toThrow(
      'more than 10 bytes',
    )
    await expect(download(url, 10, { get: async () => new Response('', { status: 404 }) })).rejects.toThrow(
      'answers 404',
    )
    expect(
      Buffer.from(await download(url, 10, { get: async () => new Response('1234567890') })).toString(),
    ).toBe('1234567890')
  })
  it('stop coming at a signal', async () => {
    const controller = new AbortController()
    const endless = new ReadableStream({
      async pull(stream) {
        await new Promise(setImmediate)
        stream.enqueue(new Uint8Array(10))
      },
    })
    const told = () => controller.abort(new Error('enough'))
    const { signal } = controller
    const coming = download(new URL('https://example.com/'), 1e9, {
      ...{ told, signal },
      get: async () => new Response(endless),
    })
    await expect(coming).rejects.toThrow('enough')
  })
})
