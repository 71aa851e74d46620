import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cloth, hashOf, writeBackbone } from './core/backbones/testing.ts'
import { haberdash, json, photoFolder } from './cli/testing.ts'
import { temporaryFolder } from './core/testing/fixtures.ts'

describe('haberdash', () => {
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
