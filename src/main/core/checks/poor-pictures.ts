import { setImmediate as pause } from 'node:timers/promises'
import sharp from 'sharp'
import type { Finding } from '../../../shared/contract/browse.ts'
import { FASHION_MNIST_INPUT, type ImageId } from '../../../shared/domain.ts'
import type { Library } from '../library/library.ts'
import { pictureAt } from '../photos/media.ts'
import { qualityOf, type Grey, type Quality } from './picture-quality.ts'
import type { Findings, NewFinding } from './save.ts'
import { datasetPicture, type Subject, type Subjects } from './subjects.ts'

type Poor = Extract<Finding, 'dark' | 'blurred' | 'tiny' | 'blank'>

/**
 * From where on a photo is poor. Of 285 of the clothing dataset's photos (every twelfth) none is: the darkest has a light of 126, the
 * least contrast is 17, the least sharpness 91. Half of them are below 100 once they are blurred with a sigma of 1.5 pixels of 256, and nineteen in twenty
 * with one of 2.
 */
const PHOTO = { light: 50, contrast: 6, sharpness: 90, edge: 96 }
/** The same of Fashion-MNIST's form: garments of it are light on black, and it has no detail that could be blurred. */
const DATASET = { light: 30, contrast: 10 }

/** Dataset images looked at between two pauses: some 10 ms. */
const SLICE = 500
/** Photos' thumbnails decoded side by side. */
const AT_ONCE = 8

/** Pictures that a model can learn little from, by their pixels alone: of each kind the worst first. */
export async function poorPictures(
  library: Library,
  { byId }: Subjects,
  signal: AbortSignal,
  tell: (share: number) => void,
): Promise<Pick<Findings, Poor>> {
  const found: Record<Poor, NewFinding[]> = { dark: [], blurred: [], tiny: [], blank: [] }
  const all = [...byId.values()]
  const photos = all.filter(({ source }) => source === 'photo')
  const dataset = all.filter(({ source }) => source === 'dataset')
  let done = 0
  const look = async (subjects: Subject[], some: number, at: (part: Subject[]) => Promise<void>) => {
    for (let start = 0; start < subjects.length; start += some) {
      signal.throwIfAborted()
      await at(subjects.slice(start, start + some))
      tell((done += Math.min(some, subjects.length - start)) / all.length)
      await pause()
    }
  }
  await look(dataset, SLICE, async (part) => lookAtDataset(library, part, found))
  await look(photos, AT_ONCE, (part) => lookAtPhotos(library, part, found))
  for (const kind of Object.values(found)) kind.sort((a, b) => a.score - b.score || a.id - b.id)
  return found
}

type AllPoor = Record<Poor, NewFinding[]>

function lookAtDataset(library: Library, subjects: Subject[], found: AllPoor): void {
  const { width, height } = FASHION_MNIST_INPUT
  for (const subject of subjects) {
    const grey = { pixels: datasetPicture(library, subject), width, height }
    keepPoor(found, subject.id, qualityOf(grey), DATASET)
  }
}

async function lookAtPhotos(library: Library, subjects: Subject[], found: AllPoor): Promise<void> {
  await Promise.all(subjects.map(({ id }) => lookAtPhoto(library, id, found)))
}

/** One whose picture can't be read is left out: that is said where it is shown. */
async function lookAtPhoto(library: Library, id: ImageId, found: AllPoor): Promise<void> {
  const size = library.db.read.prepare('SELECT min(width, height) FROM photos WHERE image_id = ?').pluck()
  const edge = size.get(id) as number
  if (edge < PHOTO.edge) found.tiny.push({ id, score: edge })
  const grey = await greyOf(library, id).catch(() => null)
  if (grey) keepPoor(found, id, qualityOf(grey), PHOTO)
}

async function greyOf(library: Library, id: ImageId): Promise<Grey | null> {
  const picture = await pictureAt(library, `/image/${id}/thumb`)
  if (!picture) return null
  const { data, info } = await sharp(picture.bytes).greyscale().raw().toBuffer({ resolveWithObject: true })
  return { pixels: new Uint8Array(data), width: info.width, height: info.height }
}

/** What is nearly blank is neither dark nor blurred besides: that would say the same again. */
function keepPoor(
  found: AllPoor,
  id: ImageId,
  { light, contrast, sharpness }: Quality,
  least: { light: number; contrast: number; sharpness?: number },
): void {
  if (contrast < least.contrast) found.blank.push({ id, score: contrast })
  else if (light < least.light) found.dark.push({ id, score: light })
  else if (sharpness < (least.sharpness ?? 0)) found.blurred.push({ id, score: sharpness })
}
