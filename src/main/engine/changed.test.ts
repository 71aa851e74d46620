import { expect, it } from 'vitest'
import { Random } from '../../shared/random.ts'
import { recipe } from '../../shared/recipes.ts'
import { augmentBatch } from './augment.ts'
import { changed } from './changed.ts'

const picture = (length: number) => {
  const random = new Random(1, 'picture')
  return Uint8Array.from({ length }, () => random.below(256))
}

it.each([
  ['grey', [28, 28, 1], recipe('compact').options.augmentation],
  ['colour', [96, 96, 3], { ...recipe('compact').options.augmentation, colour: 0.3 }],
] as const)('shows in %s what a training is given', (_, shape, augmentation) => {
  const original = picture(shape[0] * shape[1] * shape[2])
  const shown = changed(original, shape, augmentation, { times: 5, seed: 7 })
  const given = augmentBatch(
    ...([original, new Uint32Array(5), shape, augmentation] as const),
    ...([new Random(7, 'shown'), new Float32Array(5 * original.length)] as const),
  )
  expect(shown).toHaveLength(given.length)
  // To within half a byte's step.
  expect(shown.every((byte, i) => Math.abs(byte / 255 - given[i]!) <= 0.5 / 255 + 1e-6)).toBe(true)
  const one = (time: number) => shown.slice(time * original.length, (time + 1) * original.length)
  expect(one(0)).not.toEqual(one(1))
  expect(changed(original, shape, augmentation, { times: 5, seed: 8 })).not.toEqual(shown)
})

it('leaves the picture as it is where a recipe changes none', () => {
  const original = picture(784)
  const { augmentation } = recipe('classic-32').options
  const shown = changed(original, [28, 28, 1], augmentation, { times: 2, seed: 1 })
  expect(shown).toEqual(Uint8Array.from([...original, ...original]))
})
