import type { ChangingRecipe } from '../../../shared/contract/data.ts'
import { inputSize, type ImageId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { recipe, RECIPE_NAMES } from '../../../shared/recipes.ts'
import type { Engine } from '../engine-client.ts'
import type { Library } from '../library/library.ts'
import { modelInputs } from '../photos/inputs.ts'
import { PHOTO_FINE_TUNE } from '../training/photo-recipe.ts'
import { FINE_TUNE } from '../training/recipe.ts'

type Asked = { id: ImageId; recipe: string; times: number; seed: number }

/** The recipes by which a library's model is trained, and how they change images. */
export function changingRecipes(library: Library): ChangingRecipe[] {
  if (!library.dataset) return [PHOTO_FINE_TUNE].map(only)
  const fromNoise = RECIPE_NAMES.map((name) => ({ name, ...recipe(name).options }))
  return [...fromNoise, FINE_TUNE].map(only)
}

const only = ({ name, augmentation }: ChangingRecipe): ChangingRecipe => ({ name, augmentation })

/**
 * The model input of an image, and after it the same, changed at random as a training would, so many times.
 * @throws HaberdashError `recipe-unknown`, `image-unknown`, a photo-… code, or what the engine had to say
 */
export async function changedImage(
  library: Library,
  engine: Engine,
  { id, recipe: name, times, seed }: Asked,
): Promise<Uint8Array<ArrayBuffer>> {
  const found = changingRecipes(library).find((one) => one.name === name)
  if (!found) throw new HaberdashError('recipe-unknown', `There is no recipe called "${name}" here.`)
  const original = await modelInputs(library, [id])
  const { pixels } = await engine.use((api) =>
    api.augment({
      pixels: new Blob([original]),
      ...{ input: library.input, augmentation: found.augmentation, times, seed },
    }),
  )
  const all = new Uint8Array((times + 1) * inputSize(library.input))
  all.set(original)
  all.set(new Uint8Array(await pixels.arrayBuffer()), original.length)
  return all
}
