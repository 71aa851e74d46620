import { expect, test } from 'vitest'
import { recipe, RECIPE_NAMES } from '../../../../shared/recipes.ts'
import { augmentationText, knobValue, KNOBS, recipeText } from './knobs.ts'
import { NewModel } from './new-model.svelte.ts'

function chosen(name: string): NewModel {
  const model = new NewModel()
  model.name = name
  return model
}

test('every recipe shows its own values, and asks for no change', () => {
  for (const name of RECIPE_NAMES) {
    const model = chosen(name)
    for (const { name: knob, text } of model.knobs) expect(text).toBe(String(knobValue(recipe(name), knob)))
    expect(model.request).toEqual({ recipe: name, changes: {}, seed: 1 })
  }
})

test('only networks that have kernels and dropout show them', () => {
  const names = (recipe: string) => chosen(recipe).knobs.map(({ name }) => name)
  expect(names('classic-64-dropout')).toEqual(KNOBS.map(({ name }) => name))
  expect(names('compact')).not.toContain('kernels')
})

test('asks for what was changed, and for nothing else', () => {
  const model = chosen('classic-32')
  model.turn('epochs', ' 1 ')
  model.turn('kernels', '4')
  model.turn('batch', '512')
  model.seed = '7'
  expect(model.request).toEqual({ recipe: 'classic-32', changes: { epochs: 1, kernels: 4 }, seed: 7 })
  expect(model.changed).toBe(true)
  model.name = 'classic-64'
  expect(model.request).toEqual({ recipe: 'classic-64', changes: {}, seed: 7 })
})

test.each([
  ['epochs', '0', 'Epochs must be a whole number from 1 to 1,000.'],
  ['epochs', '', 'Epochs must be a whole number from 1 to 1,000.'],
  ['batch', '1.5', 'Batch must be a whole number from 1 to 4,096.'],
  ['learningRate', '0', 'Learning rate must be a number above 0, at most 1, such as 0.001.'],
  ['kernels', '513', 'Kernels must be a whole number from 1 to 512.'],
  ['dropout', '1', 'Dropout must be a number from 0 to less than 1, such as 0.25.'],
  ['labelSmoothing', 'much', 'Label smoothing must be a number from 0 to 0.5, such as 0.05.'],
] as const)('%s of "%s" is said to be wrong', (knob, text, problem) => {
  const model = chosen('classic-32')
  model.turn(knob, text)
  expect(model.knobs.find(({ name }) => name === knob)?.problem).toBe(problem)
  expect([model.problem, model.request, model.recipe]).toEqual([problem, null, null])
})

test('what is said to be allowed is', () => {
  const model = chosen('classic-32')
  const edges = {
    ...{ epochs: ['1', '1000'], batch: ['1', '4096'], learningRate: ['1e-9', '1'] },
    ...{ kernels: ['1', '512'], dropout: ['0', '0.99'], labelSmoothing: ['0', '0.5'] },
  }
  for (const { name } of KNOBS) {
    for (const text of edges[name]) {
      model.turn(name, text)
      expect(model.problem).toBeNull()
    }
  }
  model.seed = '-1'
  expect(model.problem).toBe('Seed must be a whole number from 0 to 4,294,967,295.')
})

test('images are varied as the recipe has it, or not, or where it does not', () => {
  const compact = chosen('compact')
  expect(compact.varied).toBe(true)
  compact.varied = false
  expect(compact.recipe?.options.augmentation).toEqual({
    flip: false,
    shift: 0,
    zoom: 0,
    rotate: 0,
    erase: 0,
  })
  const classic = chosen('classic-32')
  expect(classic.varied).toBe(false)
  classic.varied = true
  expect(classic.recipe?.options.augmentation).toEqual(recipe('compact').options.augmentation)
  expect(augmentationText(classic.augmentation)).toMatch(/^mirrored, shifted up to 8\.0/)
})

test('what it will do, in a sentence', () => {
  expect(recipeText(recipe('classic-32', { epochs: 1 }))).toBe(
    'Trains a new classic network (32 kernels, no dropout) from nothing: once through the training images, 512 at a time, as they are.',
  )
  expect(recipeText(recipe('compact'))).toBe(
    'Trains a new compact network from nothing: 20 times through the training images, 128 at a time, varied each time.',
  )
})
