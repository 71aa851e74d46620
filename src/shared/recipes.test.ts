import { describe, expect, it } from 'vitest'
import { DEFAULT_RECIPE, recipe, RECIPE_NAMES } from './recipes.ts'
import { RecipeChanges } from './train-options.ts'

describe('recipe', () => {
  it.each([
    ['classic-32', { kernels: 32, dropout: 0 }],
    ['classic-64', { kernels: 64, dropout: 0 }],
    ['classic-64-dropout', { kernels: 64, dropout: 0.25 }],
  ])('%s is as the notebook of the seed has it', (name, network) => {
    expect(recipe(name)).toMatchObject({
      ...{ name, architecture: 'classic', network },
      options: { epochs: 50, batch: 512, learningRate: 0.001, schedule: 'constant', labelSmoothing: 0 },
    })
  })

  it('takes changes to any knob, and stays as it was for the next', () => {
    const changed = recipe('compact', { kernels: 8, dropout: 0.5, epochs: 3, batch: undefined })
    expect(changed).toMatchObject({
      network: { kernels: 8, dropout: 0.5 },
      options: { epochs: 3, batch: 128 },
    })
    expect(recipe('compact')).toMatchObject({ network: { kernels: 16 }, options: { epochs: 20 } })
  })

  it('takes changes to some amounts of its augmentation, and keeps the others', () => {
    const { augmentation } = recipe('compact', { augmentation: { flip: false, erase: 0.7 } }).options
    expect(augmentation).toEqual({ ...recipe('compact').options.augmentation, flip: false, erase: 0.7 })
    expect(RecipeChanges.parse({ augmentation: { zoom: 0 } })).toEqual({ augmentation: { zoom: 0 } })
  })

  it('stays as it is where nothing is to be changed, also as it comes over the contract', () => {
    expect(RecipeChanges.parse({})).toEqual({})
    expect(recipe('compact', RecipeChanges.parse({ epochs: 2 })).options.labelSmoothing).toBe(0.05)
  })

  it('knows the names it is asked for with', () => {
    expect(RECIPE_NAMES.map((name) => recipe(name).name)).toEqual(RECIPE_NAMES)
    expect(RECIPE_NAMES).toContain(DEFAULT_RECIPE)
    expect(() => recipe('toString')).toThrow(expect.objectContaining({ code: 'recipe-unknown' }))
  })

  it.each([
    ['kernels', { kernels: 0 }],
    ['dropout', { dropout: 1 }],
    ['batch', { batch: 0 }],
    ['learningRate', { learningRate: Number.NaN }],
    ['epochs', { epochs: 1.5 }],
    ['augmentation.rotate', { augmentation: { rotate: 46 } }],
  ])('refuses %s out of range, by name', (knob, changes) => {
    const message = expect.stringContaining(knob)
    expect(() => recipe('compact', changes)).toThrow(
      expect.objectContaining({ code: 'setting-invalid', message }),
    )
  })
})
