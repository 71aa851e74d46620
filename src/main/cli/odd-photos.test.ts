import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { MAX_PHOTO_BYTES } from '../../shared/contract/photos.ts'
import { temporaryFolder, photoBytes } from '../core/testing/fixtures.ts'
import { ODD_NAMES, oddPhotos, type OddPhoto } from '../core/testing/odd-photos.ts'

// Bad input by the command line: every file of a folder gets through or gets its line, whatever lies beside it.

const CLI = join(import.meta.dirname, '..', 'cli.ts')
const onPosix = process.platform !== 'win32'

type Ended = { code: number; stdout: string; stderr: string }
function haberdash(...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [CLI, ...args, '--dataset', 'embedded'],
      { timeout: 50_000 },
      (error, stdout, stderr) => resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr }),
    )
  })
}
const json = async (...args: string[]) => {
  const { code, stdout } = await haberdash(...args, '--json')
  return { code, value: JSON.parse(stdout) }
}

let odd: OddPhoto[]
beforeAll(async () => void (odd = await oddPhotos()))

const refused = () => odd.filter((each) => each.refused)
const fine = () => odd.filter((each) => !each.refused)

/** A folder of a class, with all odd photos in it. */
function oddFolder(name = 'Dress'): string {
  const root = temporaryFolder()
  mkdirSync(join(root, name))
  for (const each of odd) writeFileSync(join(root, name, each.name), each.bytes)
  return root
}

const sentence = expect.stringMatching(/^[A-Z][^\n]*\.$/)

/** What is to be said of each that is refused: what, which file, what to do. */
const lines = () =>
  refused().map(({ name, refused: code }) => ({
    name,
    error: { code, message: expect.stringContaining(name), todo: sentence },
  }))

type Line = { path: string; code: string; message: string; todo: string }
const asLines = (failed: Line[]) => failed.map(({ path, ...error }) => ({ name: basename(path), error }))

const byName = <T extends { name: string }>(list: T[]): T[] =>
  list.toSorted((a, b) => (a.name < b.name ? -1 : 1))

/** A library with a model; one of photos learns next to nothing, from a few. */
async function libraryOf(template: 'fashion-mnist' | 'photos'): Promise<string> {
  const library = join(temporaryFolder(), 'wardrobe')
  if (template === 'fashion-mnist') return library
  const photos = temporaryFolder()
  for (const folder of ['Dress', 'Shirt']) mkdirSync(join(photos, folder))
  for (let n = 1; n <= 8; n++) {
    writeFileSync(join(photos, n % 2 ? 'Dress' : 'Shirt', `${n}.jpg`), await photoBytes(n))
  }
  await json('init', '--template', 'photos', '--classes', 'Dress,Shirt', '--library', library)
  await json('import', photos, '--library', library)
  const knobs = ['--recipe', 'classic-32', '--kernels', '2', '--epochs', '1', '--batch', '2']
  const { value } = await json('train', ...knobs, '--library', library)
  await json('models', 'activate', value.model, '--library', library)
  return library
}

it.each(['fashion-mnist', 'photos'] as const)(
  'a library of %s takes what can be read, and says of every other file what is wrong with it',
  async (template) => {
    const [folder, library] = [oddFolder(), await libraryOf(template)]
    const classified = await json('classify', folder, '--library', library)
    const { photos } = classified.value as { photos: ({ path: string } & Record<string, unknown>)[] }
    expect(classified.code).toBe(3)
    const failed = photos.flatMap(({ path, error }) => (error ? [{ name: basename(path), error }] : []))
    expect(byName(failed)).toEqual(byName(lines()))
    for (const photo of photos.filter(({ error }) => !error)) {
      expect(photo, photo.path).toMatchObject({ label: expect.any(String), sure: expect.any(Boolean) })
    }

    const scored = await json('evaluate', '--folder', folder, '--library', library)
    expect(scored).toMatchObject({ code: 3, value: { images: fine().length } })
    expect(byName(asLines(scored.value.failed))).toEqual(byName(lines()))

    const imported = await json('import', folder, '--library', library)
    expect(imported).toMatchObject({ code: 3, value: { imported: fine().length, labelled: fine().length } })
    expect(byName(asLines(imported.value.failed))).toEqual(byName(lines()))
  },
  180_000,
)

it.runIf(onPosix)('any name gets through, and is told on one line where it does not', async () => {
  const [folder, library] = [temporaryFolder(), join(temporaryFolder(), 'wardrobe')]
  for (const [n, name] of ODD_NAMES.entries()) {
    mkdirSync(join(folder, `${n}`))
    writeFileSync(join(folder, `${n}`, name), await photoBytes(n))
    mkdirSync(join(folder, `${n} bad`))
    writeFileSync(join(folder, `${n} bad`, name), 'no picture')
  }
  const { code, stdout } = await haberdash('import', folder, '--library', library)
  expect(code).toBe(3)
  const [summary, ...rest] = stdout.trimEnd().split('\n')
  expect(summary).toContain(`${ODD_NAMES.length} photos imported`)
  expect(rest).toHaveLength(ODD_NAMES.length)
  for (const line of rest) expect(line).toMatch(/ bad\/.*: This file is not a picture: .* Haberdash reads/)
  expect(stdout).not.toMatch(/[^\P{Cc}\n]|\u202e/u)
})

it.runIf(onPosix)(
  'what is no ordinary file is told, links are followed, and a circle of them ends',
  async () => {
    const [folder, library] = [temporaryFolder(), join(temporaryFolder(), 'wardrobe')]
    const elsewhere = temporaryFolder()
    mkdirSync(join(folder, 'folder.jpg'))
    writeFileSync(join(folder, 'folder.jpg', 'inside.jpg'), await photoBytes(1))
    writeFileSync(join(elsewhere, 'linked.jpg'), await photoBytes(2))
    symlinkSync(join(elsewhere, 'linked.jpg'), join(folder, 'link.jpg'))
    symlinkSync(folder, join(folder, 'folder.jpg', 'circle'))
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling.jpg'))
    execFileSync('mkfifo', [join(folder, 'pipe.jpg')])
    writeFileSync(join(folder, 'huge.jpg'), '')
    truncateSync(join(folder, 'huge.jpg'), MAX_PHOTO_BYTES + 1)
    const { code, value } = await json('import', folder, '--library', library)
    expect({ code, imported: value.imported }).toEqual({ code: 3, imported: 2 })
    expect(byName(asLines(value.failed)).map(({ name, error }) => [name, error.code])).toEqual([
      ['dangling.jpg', 'photo-unreadable'],
      ['huge.jpg', 'photo-too-large'],
      ['pipe.jpg', 'photo-unreadable'],
    ])
    const alone = await json('classify', join(folder, 'pipe.jpg'), '--library', library)
    expect(alone).toMatchObject({ code: 3, value: { photos: [{ error: { code: 'photo-unreadable' } }] } })
  },
)
