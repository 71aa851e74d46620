import { expect, test } from 'vitest'
import { recipe, RECIPE_NAMES } from '../../../../shared/recipes.ts'
import { aboutText, augmentationText, KNOBS, knobText, recipeText } from './knobs.ts'
import type { KnobName } from './knobs.ts'
import { NewModel } from './new-model.svelte.ts'

function chosen(name: string): NewModel {
  const model = new NewModel()
  model.name = name
  return model
}

test('every recipe shows its own values, and asks for no change', () => {
  for (const name of RECIPE_NAMES) {
    const model = chosen(name)
    for (const { name: knob, text } of model.knobs) expect(text).toBe(knobText(recipe(name), knob))
    expect(model.request).toEqual({ recipe: name, changes: {}, seed: 1 })
  }
})

test('begins with a modern recipe, and says of each what it is for and how large', () => {
  expect(new NewModel().name).toBe('compact')
  expect(aboutText(recipe('compact'))).toMatch(/^The one to start with: .* 0\.17 million weights\.$/)
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
  ['weightDecay', '2', 'Weight decay must be a number from 0 to 1, such as 0.05.'],
  ['averaging', '1', 'Averaging must be a number from 0 to less than 1, such as 0.999.'],
  ['shift', '-0.1', 'Shift must be a number from 0 to 0.5, such as 0.1.'],
  ['rotate', '46', 'Rotate must be a number from 0 to 45, such as 10.'],
  ['labelSmoothing', 'much', 'Label smoothing must be a number from 0 to 0.5, such as 0.05.'],
] as const)('%s of "%s" is said to be wrong', (knob, text, problem) => {
  const model = chosen('classic-32')
  model.turn(knob, text)
  expect(model.knobs.find(({ name }) => name === knob)?.problem).toBe(problem)
  expect(problem).toMatch(new RegExp(`^${model.wrong} must be`))
  expect([model.request, model.recipe]).toEqual([null, null])
})

test('what is said to be allowed is', () => {
  const model = chosen('classic-32')
  const edges: Partial<Record<KnobName, string[]>> = {
    ...{ epochs: ['1', '1000'], batch: ['1', '4096'], learningRate: ['1e-9', '1'] },
    ...{ kernels: ['1', '512'], dropout: ['0', '0.99'], labelSmoothing: ['0', '0.5'] },
    ...{ weightDecay: ['0', '1'], averaging: ['0', '0.999'], optimiser: ['adam', 'sgd'] },
    precision: ['float32', 'bfloat16'],
    ...{ schedule: ['constant', 'cosine'], flip: ['true', 'false'], shift: ['0', '0.5'], zoom: ['0', '0.5'] },
    ...{ rotate: ['0', '45'], erase: ['0', '1'], contrast: ['0', '3'], colour: ['0', '1'] },
  }
  for (const { name } of KNOBS) {
    for (const text of edges[name]!) {
      model.turn(name, text)
      expect(model.wrong).toBeNull()
    }
  }
  model.seed = '-1'
  expect(model.wrong).toBe('Seed')
  expect(model.seedProblem).toBe('Seed must be a whole number from 0 to 4,294,967,295.')
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
    contrast: 0,
  })
  const classic = chosen('classic-32')
  expect(classic.varied).toBe(false)
  classic.varied = true
  expect(classic.recipe?.options.augmentation).toEqual(recipe('compact').options.augmentation)
  expect(augmentationText(classic.augmentation)).toMatch(/^mirrored, shifted up to 8\.0/)
})

test('every amount can be changed for itself, and what is not a number too', () => {
  const model = chosen('compact')
  model.turn('optimiser', 'sgd')
  model.turn('schedule', 'constant')
  model.turn('flip', 'false')
  model.turn('rotate', '12')
  expect(model.request?.changes).toEqual({
    optimiser: 'sgd',
    schedule: 'constant',
    augmentation: { flip: false, rotate: 12 },
  })
  expect(model.recipe?.options.augmentation).toEqual({
    ...recipe('compact').options.augmentation,
    flip: false,
    rotate: 12,
  })
  model.turn('flip', 'true')
  model.turn('rotate', '7.0')
  expect(model.request?.changes).toEqual({ optimiser: 'sgd', schedule: 'constant' })
})

test('each knob says what may be typed there, with its unit', () => {
  const about = (name: KnobName) => chosen('compact').knobs.find((knob) => knob.name === name)?.about
  expect(about('batch')).toBe('Images in a step: 1 to 4,096')
  expect(about('learningRate')).toBe('Size of a step, at its largest: above 0, at most 1')
  expect(about('dropout')).toBe('Part of the values left out at random: 0 to under 1')
  expect(about('rotate')).toBe('Furthest turn, either way: 0 to 45 degrees')
})

test('what it will do, in a sentence', () => {
  expect(recipeText(recipe('classic-32', { epochs: 1 }))).toBe(
    'Trains a new classic network (32 kernels, no dropout) from nothing: once through the training images, 512 at a time, as they are.',
  )
  expect(recipeText(recipe('compact'))).toBe(
    'Trains a new compact network (16 kernels, dropout 0.1) from nothing: 20 times through the training images, 128 at a time, varied each time.',
  )
})
