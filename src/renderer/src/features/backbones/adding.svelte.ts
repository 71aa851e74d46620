import { BackboneName, UPLOAD_PIECE_BYTES, type Scaling } from '../../../../shared/contract/backbone.ts'
import type { BackboneInfo, NewBackbone } from '../../../../shared/contract/backbones.ts'
import type { Api } from '../../../../shared/contract/index.ts'
import { sentence } from '../../lib/sentence.ts'
import { choose, sizeOf, type Chosen } from './chosen.ts'

export type Way = 'folder' | 'address'

/** How far the adding is: bytes of all, where that is known. */
export type AddProgress = { stage: 'sending' | 'fetching' | 'checking'; done: number; of: number | null }

/** A backbone in the making: what was typed and chosen of it, and how far it has come. */
export class Adding {
  readonly #api: Api
  readonly #onAdded: (added: BackboneInfo) => Promise<void>
  #chosen = $state.raw<Chosen | null>(null)
  #progress = $state.raw<AddProgress | null>(null)
  #startedAt = $state(0)
  #problem = $state<string | null>(null)
  #abort: AbortController | null = null
  way = $state<Way>('folder')
  name = $state('')
  scaling = $state<Scaling>('-1..1')
  address = $state('')
  /** SHA-256s as they were typed. */
  hashes = $state('')

  constructor(api: Api, onAdded: (added: BackboneInfo) => Promise<void>) {
    this.#api = api
    this.#onAdded = onAdded
  }

  /** What was found in the folder that was chosen; null: none was. */
  get chosen() {
    return this.#chosen
  }
  /** Null where none is being added. */
  get progress() {
    return this.#progress
  }
  /** When that began, milliseconds. */
  get startedAt() {
    return this.#startedAt
  }
  /** Why it could not be added. */
  get problem() {
    return this.#problem
  }
  /** What is missing before it can be added, in a sentence; null: nothing. */
  get missing(): string | null {
    if (this.way === 'folder' && !this.#files) return 'Choose its folder.'
    if (this.way === 'address' && this.address.trim() === '') return 'Give its address.'
    if (this.way === 'address' && this.#pins.length === 0)
      return 'Give its SHA-256: what is downloaded is compared with it.'
    if (!BackboneName.safeParse(this.name.trim()).success)
      return 'Name it: small letters, digits and dashes, at most 64.'
    return null
  }

  /** Looks for a backbone among a folder's files. Its folder's name becomes its name, if it has none yet. */
  async choose(list: Iterable<File>): Promise<void> {
    this.#problem = null
    this.#chosen = await choose(list)
    if ('folder' in this.#chosen && this.name === '') this.name = asName(this.#chosen.folder)
  }

  async add(): Promise<void> {
    if (this.#progress) return
    this.#problem = this.missing
    if (this.#problem !== null) return
    const { signal } = (this.#abort = new AbortController())
    this.#startedAt = Date.now()
    try {
      await this.#onAdded(await this.#add(signal))
      this.#reset()
    } catch (error) {
      this.#problem = signal.aborted ? 'You cancelled it; nothing of it was kept.' : sentence(error)
    }
    this.#progress = null
  }

  cancel() {
    this.#abort?.abort()
  }

  async #add(signal: AbortSignal): Promise<BackboneInfo> {
    const from = this.way === 'folder' ? await this.#send(signal) : this.#from()
    const wanted = { name: this.name.trim(), scaling: this.scaling, from }
    for await (const event of await this.#api.backbones.add(wanted, { signal })) {
      if (event.type === 'added') return event.backbone
      this.#progress = { stage: event.stage, done: event.done, of: event.of }
    }
    throw new Error('It ended early.')
  }

  #from(): NewBackbone['from'] {
    this.#progress = { stage: 'fetching', done: 0, of: null }
    return { kind: 'address', address: this.address.trim(), hashes: this.#pins }
  }

  /** Sends the files piece by piece: no message is large, and it can be stopped between two. */
  async #send(signal: AbortSignal): Promise<NewBackbone['from']> {
    const files = this.#files ?? []
    const upload = crypto.randomUUID()
    const of = sizeOf(files)
    let done = 0
    for (const file of files) {
      for (let at = 0; at < file.size; at += UPLOAD_PIECE_BYTES) {
        this.#progress = { stage: 'sending', done, of }
        signal.throwIfAborted()
        const piece = file.slice(at, at + UPLOAD_PIECE_BYTES)
        await this.#api.backbones.send({ upload, file: file.name, piece }, { signal })
        done += piece.size
      }
    }
    return { kind: 'sent', upload }
  }

  get #files(): readonly File[] | null {
    return this.#chosen && 'files' in this.#chosen ? this.#chosen.files : null
  }

  get #pins(): string[] {
    return this.hashes.split(/[\s,]+/).filter((hash) => hash !== '')
  }

  #reset() {
    this.#chosen = null
    this.name = this.address = this.hashes = ''
  }
}

/** "MobileNet_v1 1.0" -> "mobilenet-v1-1-0" */
const asName = (folder: string): string =>
  folder
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-|-$/g, '')
