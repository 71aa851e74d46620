import { expect, it } from 'vitest'
import { recipe, RECIPE_NAMES } from '../../shared/recipes.ts'
import { architecture } from './architectures/index.ts'
import { buildNetwork } from './network.ts'

it.each(RECIPE_NAMES)('%s has as many weights as it says', (name) => {
  const { architecture: of, network, weights } = recipe(name)
  const { model } = buildNetwork(architecture(of)(10, network), [28, 28, 1])
  const learnt = model.trainableWeights.reduce((sum, weight) => sum + weight.read().size, 0)
  model.dispose()
  expect(learnt).toBe(weights)
})
