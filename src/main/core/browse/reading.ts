import { setImmediate as pause } from 'node:timers/promises'
import type { ImageId, ModelId } from '../../../shared/domain.ts'
import type { ReadableDatabase } from '../library/database.ts'
import {
  changedFlags,
  clearPredictions,
  makeRoom,
  readImages,
  readMarks,
  readPredictions,
  readSome,
  type Columns,
} from './columns.ts'
import { Slices } from './slices.ts'

/** How far the columns have been read. What is asked for is read at once; the rest may come a little at a time. */
export class Reading {
  readonly #db: ReadableDatabase
  readonly #columns: Columns
  #images: Slices | null = null
  #predictions: Slices | null = null
  /** Whose `#predictions` are. */
  #model: ModelId | null = null
  #closed = false

  constructor(db: ReadableDatabase, columns: Columns) {
    this.#db = db
    this.#columns = columns
  }

  /** All but the predictions is there after this. */
  images(): void {
    this.#imagesLeft().finish()
  }

  /** All is there after this, with the predictions of this model. */
  predictions(model: ModelId | null): void {
    this.images()
    this.#predictionsLeft(model).finish()
  }

  /** What was read of these is no longer so. */
  changed(ids: readonly ImageId[]): void {
    if (this.#images) readSome(this.#db, this.#columns, ids, this.#model)
  }

  predictionsChanged(): void {
    this.#predictions = null
  }

  /** What is not read yet will be read as it is then. */
  flagsElsewhere(): ImageId[] {
    return this.#images?.done ? changedFlags(this.#db, this.#columns) : []
  }

  /** Reads what is left between other work. False: closed meanwhile, or it can't be read, which is told to whoever asks. */
  async inPauses(model: () => ModelId | null): Promise<boolean> {
    for (;;) {
      await pause()
      if (this.#closed) return false
      try {
        const left = [this.#imagesLeft(), this.#predictionsLeft(model())].find(({ done }) => !done)
        if (!left) return true
        left.step()
      } catch {
        return false
      }
    }
  }

  close(): void {
    this.#closed = true
  }

  #imagesLeft(): Slices {
    if (this.#images) return this.#images
    const [db, columns] = [this.#db, this.#columns]
    makeRoom(db, columns)
    const { size } = columns
    return (this.#images = new Slices(size, (from, before) => {
      readImages(db, columns, from, before)
      if (before === size) readMarks(db, columns)
    }))
  }

  #predictionsLeft(model: ModelId | null): Slices {
    if (this.#predictions && this.#model === model) return this.#predictions
    const [db, columns] = [this.#db, this.#columns]
    clearPredictions(columns)
    this.#model = model
    return (this.#predictions = new Slices(model === null ? 0 : columns.size, (from, before) =>
      readPredictions(db, columns, model!, from, before),
    ))
  }
}
