import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, it, onTestFinished } from 'vitest'
import { forkEngine } from '../../fork-engine.ts'
import { createEngine, type Engine } from '../engine-client.ts'
import { Random } from '../../../shared/random.ts'
import { makeLibrary, openLibrary, type Library } from '../library/library.ts'
import { photosTemplate } from '../library/template.ts'
import { addPhoto } from '../photos/store.ts'
import { temporaryFolder } from '../testing/fixtures.ts'
import { download } from './download.ts'
import { readSource } from './source.ts'
import { addBackbone, backboneFolder, listBackbones, removeBackbone } from './store.ts'
import { hashOf, MODELS, writeBackbone } from './testing.ts'
import { tryBackbone } from './trial.ts'

function open(): { library: Library; engine: Engine } {
  const folder = join(temporaryFolder(), 'wardrobe')
  makeLibrary(folder, photosTemplate(['red', 'blue']))
  const library = openLibrary(folder, () => {
    throw new Error('It has no dataset.')
  })
  const engine = createEngine(forkEngine, () => {})
  onTestFinished(() => {
    engine.stop()
    library.close()
  })
  return { library, engine }
}

async function add({ library, engine }: ReturnType<typeof open>, name: string, model: object) {
  const folder = temporaryFolder()
  const files = await readSource(folder, writeBackbone(folder, model))
  return addBackbone(library, engine, { name, scaling: '0..1', files })
}

/** Cloths of patches that are each darker or lighter at random: all reddish, or all bluish, and no two alike. */
async function addPhotos(library: Library, count: number): Promise<void> {
  const random = new Random(1, 'cloths')
  for (let n = 0; n < count; n++) {
    for (const [channel, folder] of [[0, 'red'] as const, [2, 'blue'] as const]) {
      const patches = new Uint8Array(8 * 8 * 3)
      for (let i = channel; i < patches.length; i += 3) patches[i] = random.below(256)
      const cloth = sharp(patches, { raw: { width: 8, height: 8, channels: 3 } }).resize(96, 96)
      await addPhoto(library, await cloth.png().toBuffer(), `${n}.png`, folder)
    }
  }
}

describe('a backbone', () => {
  it.each(['layers', 'graph'] as const)('of %s is kept, seen through once, and learnt from', async (kind) => {
    const app = open()
    await addPhotos(app.library, 10)
    const entry = await add(app, 'small', MODELS[kind])
    expect(entry).toMatchObject({ name: 'small', side: 32, features: 3 })
    expect(await listBackbones(app.library)).toEqual([entry])
    const first = await tryBackbone(app.library, app.engine, 'small')
    expect(first.cached).toBe(0)
    expect(first.trainedOn + first.holdout!.images).toBe(20)
    expect(first.holdout!.accuracy).toBe(1)
    const again = await tryBackbone(app.library, app.engine, 'small')
    expect(again).toEqual({ ...first, cached: 20 })
    expect((await app.engine.use((api) => api.memory())).tensors).toBe(0)
    await removeBackbone(app.library, 'small')
    expect(readdirSync(join(app.library.folder, 'backbones'))).toEqual([])
  })

  it('that is not what it should be leaves nothing behind', async () => {
    const app = open()
    const changed = (change: (text: string) => string) =>
      JSON.parse(change(JSON.stringify(MODELS.layers))) as object
    const refusals: [object, string][] = [
      [changed((text) => text.replace('GlobalAveragePooling2D', 'Lambda')), 'Lambda'],
      [changed((text) => text.replace('"filters":3', '"filters":90000')), 'larger than any should be'],
      [changed((text) => text.replace('32,32,3', '32,48,3')), 'square'],
      [changed((text) => text.replace('32,32,3', '600,600,3')), '32 to 512'],
      [changed((text) => text.replace('"shape":[4,4,3,3]', '"shape":[4,4,3,9]')), 'bytes'],
      [changed((text) => text.replace('"filters":3', '"filters":5')), 'do not fit'],
      [JSON.parse(JSON.stringify(MODELS.graph).replace('"Relu"', '"While"')) as object, 'While'],
    ]
    for (const [model, why] of refusals) await expect(add(app, 'bad', model)).rejects.toThrow(why)
    expect(readdirSync(join(app.library.folder, 'backbones'))).toEqual([])
    await expect(tryBackbone(app.library, app.engine, 'bad')).rejects.toMatchObject({
      code: 'backbone-unknown',
    })
    await add(app, 'good', MODELS.layers)
    await expect(add(app, 'good', MODELS.layers)).rejects.toMatchObject({ code: 'backbone-exists' })
    expect(readdirSync(backboneFolder(app.library, 'good')).length).toBe(3)
  })
})

describe('the files of a backbone', () => {
  it('are taken only as they are pinned, each of them', async () => {
    const folder = temporaryFolder()
    const hashes = writeBackbone(folder)
    for (const i of hashes.keys()) {
      const wrong = hashes.with(i, hashOf('another'))
      await expect(readSource(folder, wrong)).rejects.toMatchObject({ code: 'backbone-refused' })
    }
    await expect(readSource(folder, hashes.slice(0, 2))).rejects.toThrow('lists 2 weights files')
    await expect(readSource(folder, ['abc'])).rejects.toThrow('64 digits')
    expect((await readSource(folder, hashes)).weights.length).toBe(4 * 4 * 3 * 3 * 4)
  })

  it('are plain names: nothing outside of the folder is read', async () => {
    for (const path of ['../part1.bin', '/etc/passwd', 'a/b.bin', '.hidden', 'https://example.com/x.bin']) {
      const folder = temporaryFolder()
      const model = JSON.parse(JSON.stringify(MODELS.layers).replace('part1.bin', path)) as object
      await expect(readSource(folder, writeBackbone(folder, model))).rejects.toThrow('plain file names')
    }
  })

  it('come by https from the folder of model.json', async () => {
    const folder = temporaryFolder()
    const hashes = writeBackbone(folder)
    const asked: string[] = []
    const get = async (url: URL) => {
      asked.push(url.href)
      if (url.host === 'old.example')
        return new Response(null, {
          status: 302,
          headers: { location: `https://new.example${url.pathname}` },
        })
      return new Response(new Uint8Array(readFileSync(join(folder, url.pathname.split('/').at(-1)!))))
    }
    const { weights } = await readSource('https://old.example/small/model.json', hashes, get)
    expect(weights.length).toBe(576)
    expect(asked.filter((url) => url.startsWith('https://new.example/small/'))).toHaveLength(3)
    await expect(readSource('http://old.example/small/', hashes, get)).rejects.toThrow('only https')
    await expect(readSource('file:///etc/', hashes, get)).rejects.toThrow('only https')
  })

  it('are not downloaded over http after a redirect, for ever, or beyond their size', async () => {
    const url = new URL('https://example.com/model.json')
    const to = (location: string) => async () => new Response(null, { status: 301, headers: { location } })
    await expect(download(url, 10, to('http://example.com/'))).rejects.toThrow('only https')
    await expect(download(url, 10, to(url.href))).rejects.toThrow('more than 5 times')
    await expect(download(url, 10, async () => new Response('12345678901'))).rejects.toThrow(
      'more than 10 bytes',
    )
    await expect(download(url, 10, async () => new Response('', { status: 404 }))).rejects.toThrow(
      'answers 404',
    )
    expect(Buffer.from(await download(url, 10, async () => new Response('1234567890'))).toString()).toBe(
      '1234567890',
    )
  })
})
