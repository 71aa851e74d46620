import { createRouterClient } from '@orpc/server'
import fc from 'fast-check'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { Api } from '../../../shared/contract/index.ts'
import type { LibraryId, NewLibrary } from '../../../shared/contract/libraries.ts'
import type { RunId } from '../../../shared/domain.ts'
import { createRouter } from '../router.ts'
import { photoBytes, temporaryFolder, tinyDataset } from '../testing/fixtures.ts'
import { folderName } from './folder-name.ts'
import { openLibraries, type Libraries } from './libraries.ts'

const SHOES: NewLibrary = {
  name: 'Shoes & bags / 2026',
  template: 'photos',
  classes: ['boot', 'sandal', 'bag'],
}

async function start(): Promise<{ libraries: Libraries; parent: string }> {
  const parent = temporaryFolder()
  const libraries = await openLibraries({
    folder: join(parent, 'wardrobe'),
    resources: join(parent, 'resources'),
    cache: parent,
    dataset: tinyDataset(),
    startEngine: () => {
      throw new Error('No engine is needed here.')
    },
  })
  onTestFinished(() => libraries.close())
  return { libraries, parent }
}

/** As a window has it: for good on the library that was open when it connected. */
const connect = (libraries: Libraries): Api =>
  createRouterClient(createRouter(libraries.current(), libraries))

const added = async (api: Api) =>
  api.photos.add({ file: new File([new Uint8Array(await photoBytes(1))], 'a.jpg'), folder: undefined })

it('makes a library of own classes beside the first, opens it, and goes back to the first', async () => {
  const { libraries, parent } = await start()
  const first = connect(libraries)
  const made = await first.libraries.create(SHOES)
  expect(made).toEqual({ id: 'shoes-bags-2026', name: SHOES.name, template: 'photos', open: true })
  expect(readdirSync(parent)).toContain('shoes-bags-2026')
  const second = connect(libraries)
  const info = await second.library.info()
  expect(info).toMatchObject({ id: made.id, name: SHOES.name, dataset: null, images: 0 })
  expect(info.classes.map(({ name, key }) => [name, key])).toEqual([
    ['boot', '1'],
    ['sandal', '2'],
    ['bag', '3'],
  ])
  await added(second)
  await second.libraries.open({ id: 'wardrobe' as LibraryId })
  expect(await connect(libraries).library.info()).toMatchObject({ name: 'wardrobe', photos: 0, images: 150 })
  await libraries.open(made.id)
  expect(await connect(libraries).library.info()).toMatchObject({ name: SHOES.name, photos: 1 })
  expect(libraries.list().map(({ name, open }) => [name, open])).toEqual([
    [SHOES.name, true],
    ['wardrobe', false],
  ])
})

it('tells windows of the library that was left, whose calls touch the other one never', async () => {
  const { libraries } = await start()
  const first = connect(libraries)
  const events = await first.library.events()
  await first.libraries.create(SHOES)
  expect((await events.next()).value).toEqual({ type: 'library-left' })
  await expect(added(first)).rejects.toMatchObject({ code: 'library-closed' })
  expect((await connect(libraries).library.info()).photos).toBe(0)
})

it('says beside each field what is wrong, and makes nothing of it', async () => {
  const { libraries, parent } = await start()
  const before = readdirSync(parent)
  const check = (change: Partial<NewLibrary>) => libraries.check({ ...SHOES, ...change })
  expect(check({})).toEqual({ name: null, classes: null })
  expect(check({ name: ' ' }).name).toContain('1 to 100 characters')
  expect(check({ name: 'WARDROBE' }).name).toBe('There is a library wardrobe already.')
  expect(check({ classes: ['boot'] }).classes).toContain('2 to 200 classes')
  expect(check({ classes: ['boot', 'Boot'] }).classes).toContain('boot already')
  expect(check({ template: 'fashion-mnist', classes: [] }).classes).toBeNull()
  await expect(libraries.create({ ...SHOES, classes: [] })).rejects.toMatchObject({ code: 'setting-invalid' })
  expect(readdirSync(parent)).toEqual(before)
})

it('opens only what is in its list: no path, and no folder that is no library', async () => {
  const { libraries, parent } = await start()
  mkdirSync(join(parent, 'holiday'))
  mkdirSync(join(parent, 'broken'))
  writeFileSync(join(parent, 'broken', 'haberdash.db'), 'no database')
  for (const id of ['holiday', 'broken', '..', '../elsewhere', join(parent, 'wardrobe'), 'wardrobe/'])
    await expect(libraries.open(id as LibraryId)).rejects.toMatchObject({ code: 'library-unknown' })
  expect(libraries.list().map(({ id }) => id)).toEqual(['wardrobe'])
})

it('stays while a run of its own trains, and where the other can’t be opened', async () => {
  const { libraries, parent } = await start()
  const { id } = await libraries.create(SHOES)
  await libraries.open('wardrobe' as LibraryId)
  const { runs, training, library } = libraries.current()
  const running = training.running
  training.running = () => 1 as RunId
  runs.isOurs = () => true
  await expect(libraries.open(id)).rejects.toMatchObject({ code: 'run-in-progress' })
  training.running = running
  const other = libraries.list().find((entry) => entry.id === id)!
  expect(dirname(library.folder)).toBe(parent)
  expect(other.open).toBe(false)
  expect((await connect(libraries).library.info()).name).toBe('wardrobe')
})

it('makes of any name a folder that is safe, and not there yet', () => {
  expect(folderName('Üben: größe 38', new Set())).toBe('üben-größe-38')
  expect(folderName('帽子', new Set(['帽子']))).toBe('帽子-2')
  expect([folderName('../..', new Set()), folderName('CON', new Set())]).toEqual(['library', 'library-con'])
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (name, others) => {
      const taken = new Set([...others, folderName(name, new Set())])
      const made = folderName(name, taken)
      expect(made).toMatch(/^[\p{L}\p{M}\p{N}-]+$/u)
      expect(taken.has(made)).toBe(false)
      expect(Buffer.byteLength(made)).toBeLessThan(255)
    }),
  )
})
