import type { Evaluation } from '../../../shared/contract/models.ts'
import { inputSize, type ClassId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { listClasses } from '../classes/list.ts'
import type { Library } from '../library/library.ts'
import { decodePhoto } from '../photos/decode.ts'
import { classOfFolder } from '../photos/folder-class.ts'
import { toModelInput } from '../photos/preprocess.ts'
import type { Manifest } from './manifest.ts'
import { outputClasses } from './outputs.ts'
import { scoreInputs, type Asking } from './scoring.ts'

/** Photos of known classes, collected to score a model on; none of them is stored. */
export type PhotoScoring = {
  /**
   * Takes a photo, by the pipeline of the model's InputSpec.
   * @param folder its name says what is on the photo
   * @throws HaberdashError `class-unknown`, or a photo-… code that names the file
   */
  add(bytes: Uint8Array, name: string, folder: string): Promise<void>
  /** @throws HaberdashError `nothing-to-score` where no photo was taken */
  result(): Promise<Evaluation>
}

export function createPhotoScoring(
  library: Library,
  model: Manifest,
  { sight, classify }: Asking,
): PhotoScoring {
  const known = outputClasses(library, model.id)
  const classes = listClasses(library.db.read).filter(({ id }) => known.includes(id))
  const photos: { input: Uint8Array; truth: ClassId }[] = []
  const size = inputSize(model.input)
  return {
    async add(bytes, name, folder) {
      const meant = classOfFolder(classes, folder)
      if (!meant) {
        throw noClass(
          `${name} lies in ${folder}, which is no class of ${model.id}.`,
          classes.map((each) => each.name),
        )
      }
      const input = await toModelInput(await decodePhoto(bytes, name), model.input)
      photos.push({ input, truth: meant.id })
    },
    async result() {
      if (photos.length === 0) throw nothingToScore()
      const load = async (start: number, end: number) => {
        const inputs = new Uint8Array((end - start) * size)
        photos.slice(start, end).forEach(({ input }, i) => inputs.set(input, i * size))
        return sight.pictures(model, inputs, end - start)
      }
      const truth = photos.map((photo) => photo.truth)
      return { model: model.id, ...(await scoreInputs(library, truth, load, model, classify)) }
    },
  }
}

const noClass = (message: string, names: string[]) =>
  new HaberdashError('class-unknown', message, { todo: `Name the folder like one of: ${names.join(', ')}.` })

const nothingToScore = () =>
  new HaberdashError('nothing-to-score', 'There is no photo in this folder that can be scored.', {
    todo: 'Put photos into one sub-folder a class, named like it.',
  })
