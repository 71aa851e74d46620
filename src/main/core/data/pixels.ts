import { setImmediate as pause } from 'node:timers/promises'
import type { PixelEvent } from '../../../shared/contract/data.ts'
import { inputSize, type ClassId, type ImageId, type Split } from '../../../shared/domain.ts'
import type { ImageIndex } from '../browse/image-index.ts'
import type { Library } from '../library/library.ts'
import { modelInputs } from '../photos/inputs.ts'
import { PixelSums } from './pixel-sums.ts'

/** Read and summed at a time, bytes and images: some 5 ms, in which main answers nothing else. */
const BYTES_AT_ONCE = 500_000
const IMAGES_AT_ONCE = 500
/** How often is said how far it is, milliseconds. */
const TELL_EVERY = 100

type Label = ClassId | null
type Done = Extract<PixelEvent, { type: 'done' }>
type Pictures = { done: Done; means: Map<Label, Uint8Array>; deviations: Map<Label, Uint8Array> }

/** What the model's inputs look like together, by label. */
export type Pixels = {
  /** @param signal ends it early: nothing of it is kept */
  of(splits: readonly Split[], signal?: AbortSignal): AsyncGenerator<PixelEvent>
  /** For each of the labels the mean image and that of twice the standard deviation. */
  means(splits: readonly Split[], labels: readonly Label[]): Promise<Uint8Array<ArrayBuffer>>
  /** Images or labels are others now. */
  changed(): void
}

/** Goes through the inputs a little at a time, and keeps what came of it until something changes. */
export function createPixels(library: Library, images: ImageIndex): Pixels {
  const made = new Map<string, Pictures>()
  let version = 0
  const size = inputSize(library.input)

  async function* make(splits: readonly Split[], signal?: AbortSignal): AsyncGenerator<PixelEvent, Pictures> {
    const [began, groups] = [version, images.byLabel(splits)]
    const all = [...groups.values()].reduce((sum, ids) => sum + ids.length, 0)
    const sums = new Map<Label, PixelSums>()
    let [told, done, unreadable] = [0, 0, 0]
    for (const [label, ids] of groups) {
      const own = new PixelSums(size, library.input.channels)
      for (const some of parts(ids, size)) {
        signal?.throwIfAborted()
        unreadable += some.length - (await addAll(library, own, some))
        done += some.length
        if (Date.now() - told > TELL_EVERY) {
          told = Date.now()
          yield { type: 'progress', done, images: all }
        }
        await pause()
      }
      if (own.images > 0) sums.set(label, own)
    }
    const pictures = picturesOf(sums, unreadable)
    if (began === version) made.set(keyOf(splits), pictures)
    return pictures
  }

  return {
    async *of(splits, signal) {
      yield (made.get(keyOf(splits)) ?? (yield* make(splits, signal))).done
    },
    async means(splits, labels) {
      const { means, deviations } = made.get(keyOf(splits)) ?? (await last(make(splits)))
      const bytes = new Uint8Array(2 * size * labels.length)
      for (const [place, label] of labels.entries()) {
        const mean = means.get(label)
        if (mean) bytes.set(mean, 2 * place * size)
        if (mean) bytes.set(deviations.get(label)!, (2 * place + 1) * size)
      }
      return bytes
    },
    changed() {
      version++
      made.clear()
    },
  }
}

const keyOf = (splits: readonly Split[]) => [...new Set(splits)].sort().join()

function* parts(ids: Uint32Array, size: number): Generator<ImageId[]> {
  const most = Math.max(1, Math.min(IMAGES_AT_ONCE, Math.floor(BYTES_AT_ONCE / size)))
  for (let at = 0; at < ids.length; at += most) yield Array.from(ids.subarray(at, at + most)) as ImageId[]
}

/** How many of the images could be read: one whose file is gone must not take all others with it. */
async function addAll(library: Library, sums: PixelSums, ids: ImageId[]): Promise<number> {
  try {
    sums.add(await modelInputs(library, ids))
    return ids.length
  } catch (error) {
    if (!library.db.read.open) throw error
    let read = 0
    if (ids.length > 1) for (const id of ids) read += await addAll(library, sums, [id])
    return read
  }
}

function picturesOf(sums: ReadonlyMap<Label, PixelSums>, unreadable: number): Pictures {
  const each = [...sums]
  return {
    done: {
      ...{ type: 'done', unreadable },
      labels: each.map(([label, own]) => ({
        label,
        images: own.images,
        ...own.overall(),
        bins: own.bins(),
      })),
    },
    means: new Map(each.map(([label, own]) => [label, own.meanPicture()])),
    deviations: new Map(each.map(([label, own]) => [label, own.deviationPicture()])),
  }
}

async function last<Result>(work: AsyncGenerator<unknown, Result>): Promise<Result> {
  for (;;) {
    const { done, value } = await work.next()
    if (done) return value
  }
}
