import { appendFile, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BACKBONE_BYTES } from '../../../shared/contract/backbone.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { asDiskFull } from '../library/files.ts'
import type { Library } from '../library/library.ts'
import { passingFolder } from './store.ts'

/** Of so many windows at once; of another, the oldest is forgotten. */
const MOST = 2
const MAX_BYTES = BACKBONE_BYTES.model + BACKBONE_BYTES.weights

type Upload = { folder: string; bytes: number }

/** Files of backbones as they come over the contract, piece by piece: no path crosses it. */
export class Uploads {
  readonly #library: Library
  readonly #uploads = new Map<string, Upload>()

  constructor(library: Library) {
    this.#library = library
  }

  /** Adds a piece to the end of a file; the first begins the upload. @throws HaberdashError `backbone-refused`, `disk-full` */
  async send(id: string, file: string, piece: Blob): Promise<void> {
    const upload = this.#uploads.get(id) ?? (await this.#begin(id))
    upload.bytes += piece.size
    if (upload.bytes > MAX_BYTES) {
      await this.forget(id)
      throw tooLarge()
    }
    try {
      await appendFile(join(upload.folder, file), new Uint8Array(await piece.arrayBuffer()))
    } catch (error) {
      throw asDiskFull(error)
    }
  }

  /** The folder of what was sent. @throws HaberdashError `backbone-refused` where there is none */
  folder(id: string): string {
    const upload = this.#uploads.get(id)
    if (upload) return upload.folder
    throw new HaberdashError('backbone-refused', 'The files of this backbone are not here any more.', {
      todo: 'Choose its folder again.',
    })
  }

  async forget(id: string): Promise<void> {
    const upload = this.#uploads.get(id)
    this.#uploads.delete(id)
    if (upload) await rm(upload.folder, { recursive: true, force: true })
  }

  async close(): Promise<void> {
    await Promise.all([...this.#uploads.keys()].map((id) => this.forget(id)))
  }

  async #begin(id: string): Promise<Upload> {
    const upload = { folder: passingFolder(this.#library), bytes: 0 }
    this.#uploads.set(id, upload)
    const [oldest] = this.#uploads.keys()
    if (this.#uploads.size > MOST && oldest !== undefined) await this.forget(oldest)
    await mkdir(upload.folder, { recursive: true })
    return upload
  }
}

const tooLarge = () =>
  new HaberdashError('backbone-refused', 'The files of this backbone have more than 264 MB together.', {
    todo: 'Choose a smaller network.',
  })
