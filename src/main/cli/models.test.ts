import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../core/testing/fixtures.ts'
import { json, photoFolder } from './testing.ts'

describe('haberdash, of models,', () => {
  it('lists models and activates one', async () => {
    const library = temporaryFolder()
    const { value } = await json('models', '--library', library)
    expect(value.models[0]).toMatchObject({
      id: value.active,
      parent: null,
      test: { images: 10_000 },
      holdout: null,
      threshold: expect.any(Number),
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
})
