import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { cloth, hashOf, writeBackbone } from './core/backbones/testing.ts'
import { photoBytes, temporaryFolder } from './core/testing/fixtures.ts'

const CLI = join(import.meta.dirname, 'cli.ts')

/** Runs the command line as a shell would. */
function haberdash(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}

/** With --json: exactly one object on stdout. */
async function json(...args: string[]) {
  const { code, stdout } = await haberdash(...args, '--json', '--dataset', 'embedded')
  expect(stdout.trim().split('\n')).toHaveLength(1)
  return { code, value: JSON.parse(stdout) }
}

/** A folder of photos: three labelled by their folders, one of no class, one that is no photo, one hidden file. */
async function photoFolder(): Promise<string> {
  const root = temporaryFolder()
  for (const folder of ['shirt', 'Dress', 'other']) mkdirSync(join(root, folder))
  const write = async (path: string, n: number) => writeFileSync(join(root, path), await photoBytes(n))
  await write('shirt/ärmel 袖.jpg', 1)
  await write('shirt/b.jpg', 2)
  await write('Dress/c.jpg', 3)
  await write('other/d.jpg', 4)
  await write('other/twin of c.jpg', 3)
  writeFileSync(join(root, 'other', 'notes.jpg'), 'not a photo')
  writeFileSync(join(root, '.DS_Store'), '')
  return root
}

describe('haberdash', () => {
  it('imports a folder, labels by sub-folder, names what failed, and finds nothing new the second time', async () => {
    const [folder, library] = [await photoFolder(), temporaryFolder()]
    const first = await json('import', folder, '--library', library)
    expect(first.code).toBe(3)
    expect(first.value).toEqual({
      imported: 4,
      duplicates: 1,
      labelled: 3,
      failed: [
        {
          path: join(folder, 'other', 'notes.jpg'),
          code: 'photo-not-an-image',
          message: expect.stringContaining('notes.jpg'),
        },
      ],
      seconds: expect.any(Number),
    })
    const second = await json('import', folder, '--library', library)
    expect(second.value).toMatchObject({ imported: 0, duplicates: 5, labelled: 0 })
  })

  it('classifies photos and stores nothing', async () => {
    const [folder, library] = [await photoFolder(), temporaryFolder()]
    const { code, value } = await json('classify', folder, '--library', library)
    expect(code).toBe(3)
    expect(value.photos).toHaveLength(6)
    const failed = value.photos.filter((photo: object) => 'error' in photo)
    expect(failed).toEqual([
      {
        path: expect.stringContaining('notes.jpg'),
        error: expect.objectContaining({ code: 'photo-not-an-image' }),
      },
    ])
    for (const photo of value.photos.filter((each: object) => !('error' in each))) {
      const probabilities = Object.values(photo.probabilities) as number[]
      expect(probabilities).toHaveLength(10)
      expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 4)
      expect(photo.probabilities[photo.label]).toBe(photo.confidence)
      expect(photo.confidence).toBe(Math.max(...probabilities))
      expect(photo.sure).toBe(true)
    }
    const again = await json('import', folder, '--library', library)
    expect(again.value.imported).toBe(4)
  })

  it('lists models and activates one', async () => {
    const library = temporaryFolder()
    const { value } = await json('models', '--library', library)
    expect(value.models[0]).toMatchObject({
      id: value.active,
      parent: null,
      test: { images: 10_000 },
      holdout: null,
      threshold: 0,
      note: '',
    })
    expect((await json('models', 'activate', value.active, '--library', library)).value).toEqual({
      active: value.active,
    })
    const unknown = await json('models', 'activate', 'v99', '--library', library)
    expect(unknown).toMatchObject({ code: 1, value: { error: { code: 'model-unknown' } } })
  })

  it('exports a model that stock tfjs reads, and never removes the active one', async () => {
    const [library, target] = [temporaryFolder(), join(temporaryFolder(), 'out')]
    const exported = await json('models', 'export', 'first-2', target, '--library', library)
    expect(exported.value.files).toEqual(['model.json', 'weights.bin', 'haberdash.json'])
    expect(JSON.parse(readFileSync(join(target, 'model.json'), 'utf8'))).toHaveProperty('weightsManifest')
    expect(JSON.parse(readFileSync(join(target, 'haberdash.json'), 'utf8'))).toMatchObject({ id: 'first-2' })
    const again = await json('models', 'export', 'first-2', target, '--library', library)
    expect(again).toMatchObject({ code: 1, value: { error: { code: 'target-exists' } } })
    expect(readdirSync(target)).toHaveLength(3)
    const removed = await json('models', 'remove', 'first-2', '--library', library)
    expect(removed).toMatchObject({ code: 1, value: { error: { code: 'model-in-use' } } })
  })

  it('exports a SavedModel with what belongs to it, whole or not at all', async () => {
    const [library, folder] = [temporaryFolder(), temporaryFolder()]
    const savedModel = (target: string) =>
      json('models', 'export', 'first-2', target, '--format', 'savedmodel', '--library', library)
    const target = join(folder, 'new', 'out')
    const { code, value } = await savedModel(target)
    const files = ['saved_model.pb', 'haberdash.json']
    expect({ code, value }).toEqual({ code: 0, value: { exported: 'first-2', path: target, files } })
    expect(readdirSync(join(folder, 'new'))).toEqual(['out'])
    expect(readdirSync(target).sort()).toEqual(files.toSorted())
    expect(JSON.parse(readFileSync(join(target, 'haberdash.json'), 'utf8'))).toMatchObject({
      id: 'first-2',
      input: { width: 28, height: 28, channels: 1 },
      classes: expect.arrayContaining(['Dress']),
    })
    writeFileSync(join(folder, 'file'), '')
    const blocked = await savedModel(join(folder, 'file', 'out'))
    expect(blocked).toMatchObject({ code: 1, value: { error: { code: 'target-unwritable' } } })
  })

  it('checks every knob of a training by its range, and says which is wrong', async () => {
    const library = temporaryFolder()
    for (const [flag, value, words] of [
      ['--learning-rate', '2', 'learningRate'],
      ['--weight-decay', '-1', 'weightDecay'],
      ['--averaging', '1', 'averaging'],
      ['--label-smoothing', '0.9', 'labelSmoothing'],
      ['--augmentation', 'flip=off,rotate=90', 'augmentation.rotate'],
    ] as const) {
      const { code, value: answer } = await json(
        'train',
        '--recipe',
        'compact',
        flag,
        value,
        '--library',
        library,
      )
      expect({ code, error: answer.error }).toEqual({
        code: 1,
        error: expect.objectContaining({
          code: 'setting-invalid',
          message: expect.stringContaining(words),
        }),
      })
    }
  })

  it('scores the active model on a folder of photos, stores nothing and names what failed', async () => {
    const [folder, library] = [await photoFolder(), temporaryFolder()]
    const { code, value } = await json('evaluate', '--folder', folder, '--library', library)
    expect(code).toBe(3)
    expect(value).toMatchObject({ images: 3, accuracy: expect.any(Number), loss: expect.any(Number) })
    const images = Object.fromEntries(
      value.perClass.map((row: { class: string; images: number }) => [row.class, row.images]),
    )
    expect(images).toMatchObject({ Shirt: 2, Dress: 1, Coat: 0 })
    expect(value.confusion.flat().reduce((sum: number, n: number) => sum + n, 0)).toBe(3)
    const failed = value.failed.map(({ path, code }: Record<string, string>) => [basename(path!), code])
    expect(failed.sort()).toEqual([
      ['d.jpg', 'class-unknown'],
      ['notes.jpg', 'class-unknown'],
      ['twin of c.jpg', 'class-unknown'],
    ])
    expect((await json('import', folder, '--library', library)).value.imported).toBe(4)

    const none = await json('evaluate', '--folder', join(folder, 'other'), '--library', library)
    expect(none).toMatchObject({ code: 1, value: { error: { code: 'nothing-to-score' } } })
    const both = ['--folder', folder, '--split', 'test']
    expect(await json('evaluate', ...both, '--library', library)).toMatchObject({ code: 2 })
  })

  it('scores a model on the images it was validated on while it was trained', async () => {
    const library = temporaryFolder()
    const knobs = ['--recipe', 'classic-32', '--kernels', '2', '--epochs', '1']
    const { model, epochs } = (await json('train', ...knobs, '--library', library)).value
    const { value } = await json('evaluate', '--model', model, '--split', 'validation', '--library', library)
    expect(value).toMatchObject({ model, images: 830 })
    expect(value.accuracy).toBeCloseTo(epochs[0].validationAccuracy, 6)
  })

  it('exports a row for every photo, and the labelled ones as files that are what came in', async () => {
    const [folder, library, target] = [await photoFolder(), temporaryFolder(), temporaryFolder()]
    await json('import', folder, '--library', library)
    const photos = (path: string, format: string) =>
      json('export', path, '--format', format, '--source', 'photo', '--library', library)

    const table = join(target, 'labels.csv')
    expect(await photos(table, 'csv')).toEqual({ code: 0, value: { exported: 4, path: table } })
    const [head, ...lines] = readFileSync(table, 'utf8').trimEnd().split('\n')
    expect(head).toBe('id,file,source,split,label,labelledBy,labelledAt,prediction,confidence')
    const answer = '[^,]+,[01](\\.\\d+)?'
    expect(lines.find((line) => line.includes('ärmel'))).toMatch(
      new RegExp(`^\\d+,ärmel 袖.jpg,photo,(train|holdout),Shirt,import,[^,]+Z,${answer}$`),
    )
    expect(lines.find((line) => line.includes('d.jpg'))).toMatch(
      new RegExp(`^\\d+,d.jpg,photo,(train|holdout),,,,${answer}$`),
    )

    const images = join(target, 'images')
    expect(await photos(images, 'folder')).toEqual({
      code: 0,
      value: { exported: 3, path: images, failed: [] },
    })
    expect(readdirSync(target).sort()).toEqual(['images', 'labels.csv'])
    expect(readdirSync(images).sort()).toEqual(['Dress', 'Shirt'])
    const copy = readdirSync(join(images, 'Shirt')).find((name) => name.endsWith('-b.jpg'))!
    const original = readFileSync(join(folder, 'shirt', 'b.jpg'))
    expect(readFileSync(join(images, 'Shirt', copy)).equals(original)).toBe(true)

    expect(await photos(images, 'folder')).toMatchObject({
      code: 1,
      value: { error: { code: 'target-exists' } },
    })
    rmSync(join(library, 'photos'), { recursive: true })
    const gone = await photos(join(target, 'gone'), 'folder')
    expect({ code: gone.code, exported: gone.value.exported }).toEqual({ code: 3, exported: 0 })
    expect(gone.value.failed.map(({ code }: { code: string }) => code)).toEqual(
      new Array(3).fill('photo-unreadable'),
    )
  })

  it('makes a library of Fashion-MNIST, once', async () => {
    const library = join(temporaryFolder(), 'new', 'library')
    const init = () => json('init', '--template', 'fashion-mnist', '--library', library)
    const { code, value } = await init()
    expect(code).toBe(0)
    expect(value).toEqual({
      library,
      template: 'fashion-mnist',
      classes: expect.arrayContaining(['Ankle boot']),
      input: { width: 28, height: 28, channels: 1 },
    })
    expect(value.classes).toHaveLength(10)
    expect(await init()).toMatchObject({ code: 1, value: { error: { code: 'library-exists' } } })
    expect((await json('models', '--library', library)).value.active).not.toBeNull()
  })

  it('makes a library of one’s own classes, with no images and no model, and says what that lacks', async () => {
    const [library, folder] = [temporaryFolder(), await photoFolder()]
    const here = (...args: string[]) => json(...args, '--library', library)
    expect(await here('init', '--template', 'photos', '--classes', ' dress,袖, shirt ')).toEqual({
      code: 0,
      value: {
        library,
        template: 'photos',
        classes: ['dress', '袖', 'shirt'],
        input: { width: 96, height: 96, channels: 3 },
      },
    })
    expect((await here('models')).value).toEqual({ active: null, models: [] })
    const table = join(folder, 'labels.csv')
    expect((await here('export', table)).value).toEqual({ exported: 0, path: table })
    for (const [args, code] of [
      [['classify', folder], 'model-unknown'],
      [['fine-tune'], 'nothing-to-train-on'],
      [['train', '--recipe', 'compact'], 'class-empty'],
      [['evaluate'], 'model-unknown'],
    ] as const) {
      expect(await here(...args)).toMatchObject({ code: 1, value: { error: { code } } })
    }
  })

  it('adds a backbone as it is pinned, puts a version on it, and keeps it while that is there', async () => {
    const [library, source, folder] = [temporaryFolder(), temporaryFolder(), temporaryFolder()]
    const here = (...args: string[]) => json(...args, '--library', library)
    await here('init', '--template', 'photos', '--classes', 'red,blue')
    const hashes = writeBackbone(source)
    const add = (pins: string[]) =>
      here('backbones', 'add', source, '--name', 'small', '--sha256', pins.join(','))
    const wrong = await add(hashes.with(1, hashOf('another')))
    expect(wrong).toMatchObject({ code: 1, value: { error: { code: 'backbone-refused' } } })
    expect(await add(hashes)).toMatchObject({ code: 0, value: { name: 'small', side: 32, features: 3 } })
    for (const [channel, name] of [[0, 'red'] as const, [2, 'blue'] as const]) {
      mkdirSync(join(folder, name))
      for (let n = 0; n < 6; n++)
        writeFileSync(
          join(folder, name, `${n}.png`),
          new Uint8Array(await (await cloth(channel, n)).arrayBuffer()),
        )
    }
    await here('import', folder)
    const made = await here('fine-tune', '--backbone', 'small')
    expect(made).toMatchObject({ code: 0, value: { model: 'v2', backbone: 'small', activated: true } })
    const { value } = await here('classify', join(folder, 'blue', '0.png'))
    expect(value).toMatchObject({ model: 'v2', photos: [{ label: 'blue' }] })
    expect((await here('backbones')).value.backbones).toMatchObject([{ name: 'small', versions: ['v2'] }])
    const removed = await here('backbones', 'remove', 'small')
    expect(removed).toMatchObject({ code: 1, value: { error: { code: 'backbone-in-use' } } })
    const both = await here('fine-tune', '--backbone', 'small', '--from-noise')
    expect(both).toMatchObject({ code: 2, value: { error: { code: 'wrong-usage' } } })
  })

  it('says in one object and by its exit code what was wrong', async () => {
    const library = temporaryFolder()
    const nothing = await json('fine-tune', '--library', library)
    expect(nothing).toMatchObject({ code: 1, value: { error: { code: 'nothing-to-train-on' } } })
    for (const wrong of [
      ['fly'],
      [],
      ['import'],
      ['import', join(library, 'nowhere')],
      ['fine-tune', '--seed', 'x'],
      ['train', '--recipe', 'compact', '--optimiser', 'luck'],
      ['train', '--recipe', 'compact', '--augmentation', 'blur=1'],
      ['--colour'],
      ['init'],
      ['init', '--template', 'photos'],
      ['init', '--template', 'fashion-mnist', '--classes', 'a,b'],
    ]) {
      const { code, value } = await json(...wrong, '--library', library)
      expect({ code, error: value.error.code }).toEqual({ code: 2, error: 'wrong-usage' })
    }
  })

  it('speaks to people without --json, and helps', async () => {
    const help = await haberdash('--help')
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('fine-tune') })
    const wrong = await haberdash('fly')
    expect(wrong).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('fly') })
  })
})
