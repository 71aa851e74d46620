import type { Api } from '../../../../shared/contract/index.ts'
import { MAX_PHOTO_BYTES } from '../../../../shared/contract/photos.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import { shownName } from '../../../../shared/file-name.ts'
import { NotAnswering } from '../../lib/api.ts'
import { sentence } from '../../lib/sentence.ts'
import { cannotOpen, type Failure, type Found, type FoundFile } from './found.ts'

const AT_ONCE = 3

/** From so many on, photos given together let others go before them. */
const BULK = 20
/** Where the account of a batch lies while the window is loaded anew. */
const ACCOUNT = 'haberdash-drop'

type Waiting = FoundFile & { bulk: boolean }
type Account = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export type Batch = {
  total: number
  /** New photos, in the order given. */
  added: ImageId[]
  /** Photos that were here already. */
  known: ImageId[]
  failures: Failure[]
  skipped: number
  startedAt: number
  /** How far it was when it was last begun or gone on with. */
  doneBefore: number
  ended: boolean
  cancelled: boolean
  /** It was the app that stopped answering, and no person, that cancelled it. */
  unanswered?: boolean
  /** The last photo, where it could not be shown without moving what the person is at. */
  unseen: ImageId | null
  /** The window was loaded anew before its end, and so lost the files that were left. */
  interrupted?: true
}

type Hooks = {
  onStart?: () => void
  /** Given the photo that came last; answers whether it is shown. */
  onEnd?: (last: ImageId) => Promise<boolean>
}

/** Adds photos, a few at a time, and keeps account of each. */
export class Drop {
  readonly #api: Api
  readonly #hooks: Hooks
  readonly #storage: Account | null
  #waiting: Waiting[] = []
  /** What a cancelled batch has left. */
  #left: Waiting[] = []
  #batch = $state.raw<Batch | null>(null)

  /** `storage` outlives a reload of the window, and tells this one of a batch that it cut short. */
  constructor(api: Api, hooks: Hooks = {}, storage: Account | null = null) {
    this.#api = api
    this.#hooks = hooks
    this.#storage = storage
    const account = storage?.getItem(ACCOUNT)
    if (account)
      this.#batch = {
        ...(JSON.parse(account) as Batch),
        ...{ ended: true, cancelled: false, interrupted: true },
      }
    storage?.removeItem(ACCOUNT)
  }

  /** The window goes: what was added of a batch that is under way is told in the next one. */
  leave() {
    if (this.#batch && !this.#batch.ended) this.#storage?.setItem(ACCOUNT, JSON.stringify(this.#batch))
  }

  /** Another library is open: what was added is not in it, and what waits is not meant for it. */
  forget() {
    this.#batch = null
    this.#waiting = []
    this.#left = []
  }

  /** The photos that are being added, or were last; null when there is nothing to say. */
  get batch() {
    return this.#batch
  }

  /** More files join a batch that is under way; fewer than it still has go first. */
  async add({ files, skipped, failures }: Found): Promise<void> {
    const open = this.#batch && !this.#batch.ended ? this.#batch : null
    const total = files.length + failures.length
    const more = files.map((file) => ({ ...file, bulk: files.length >= BULK }))
    if (more.length < this.#waiting.length) this.#waiting.unshift(...more)
    else this.#waiting.push(...more)
    if (open) {
      return this.#change({
        total: open.total + total,
        skipped: open.skipped + skipped,
        failures: [...open.failures, ...failures],
      })
    }
    this.#left = []
    this.#batch = {
      total,
      added: [],
      known: [],
      failures,
      skipped,
      startedAt: Date.now(),
      doneBefore: failures.length,
      ended: false,
      cancelled: false,
      unseen: null,
    }
    await this.#run()
  }

  /** What is added stays; what waits is left, and can be gone on with. */
  cancel() {
    this.#left.push(...this.#waiting)
    this.#waiting = []
    this.#change({ cancelled: true })
  }

  /** Goes on with what was left by `cancel`. */
  async goOn(): Promise<void> {
    if (!this.#batch?.ended || this.#left.length === 0) return
    this.#waiting = this.#left
    this.#left = []
    const doneBefore = done(this.#batch)
    this.#change({
      ended: false,
      cancelled: false,
      unanswered: false,
      startedAt: Date.now(),
      doneBefore,
      unseen: null,
    })
    await this.#run()
  }

  dismiss() {
    if (!this.#batch?.ended) return
    this.#batch = null
    this.#left = []
  }

  /** The person has been shown what was added. */
  seen() {
    this.#change({ unseen: null })
  }

  async #run() {
    if (this.#waiting.length > 0) this.#hooks.onStart?.()
    // Once more where files joined after the last worker had found nothing left.
    while (this.#waiting.length > 0) await Promise.all(Array.from({ length: AT_ONCE }, () => this.#work()))
    this.#change({ ended: true })
    if (this.#batch) await this.#end(this.#batch)
  }

  async #end(batch: Batch) {
    const last = (batch.added.length > 0 ? batch.added : batch.known).at(-1)
    if (last === undefined || !this.#hooks.onEnd || (await this.#hooks.onEnd(last))) return
    if (this.#batch === batch) this.#change({ unseen: last })
  }

  async #work() {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) await this.#addOne(next)
  }

  async #addOne(waiting: Waiting) {
    const { file, folder, bulk } = waiting
    const fail = (failure: Failure) => this.#change({ failures: [...(this.#batch?.failures ?? []), failure] })
    if (file.size > MAX_PHOTO_BYTES) return fail(tooLarge(file))
    try {
      const photo = { file, ...(folder !== undefined && { folder }), ...(bulk && { bulk }) }
      const { id, duplicate } = await this.#api.photos.add(photo)
      if (duplicate) this.#change({ known: [...(this.#batch?.known ?? []), id] })
      else this.#change({ added: [...(this.#batch?.added ?? []), id] })
    } catch (error) {
      if (error instanceof NotAnswering) return this.#setBack(waiting)
      const gone = await isUnreadable(error, file)
      fail(gone ? cannotOpen('file', file.name) : named(file.name, sentence(error)))
    }
  }

  /** The file is no worse for it: it is left with all that wait. One that was added all the same is known the next time. */
  #setBack(waiting: Waiting) {
    this.#left.push(waiting)
    this.cancel()
    this.#change({ unanswered: true })
  }

  #change(change: Partial<Batch>) {
    if (this.#batch) this.#batch = { ...this.#batch, ...change }
  }
}

const tooLarge = ({ name }: File): Failure => ({
  name,
  text: `This file is over ${MAX_PHOTO_BYTES / 1024 / 1024} MB: ${shownName(name)}. Export it smaller and add that.`,
})

/** The browser lists files that it then may not read, or that are gone by then; sending one fails as any fetch does. */
async function isUnreadable(error: unknown, file: File): Promise<boolean> {
  if (error instanceof DOMException) return ['NotFoundError', 'NotReadableError'].includes(error.name)
  if (!(error instanceof TypeError)) return false
  return file.arrayBuffer().then(
    () => false,
    () => true,
  )
}

/** Some sentences are not about the file ("The disk is full ..."): they are told with its name. */
const named = (name: string, text: string): Failure => ({
  name,
  text: text.includes(shownName(name)) ? text : `${shownName(name)}: ${text}`,
})

/** How far a batch is. */
export const done = ({ added, known, failures }: Batch): number =>
  added.length + known.length + failures.length

/** How many a batch that was cancelled has left. */
export const remaining = (batch: Batch): number => (batch.cancelled ? batch.total - done(batch) : 0)

/** Before this many photos are done, their pace says little. */
const ENOUGH = 5

/** Seconds that a batch will still take at its pace so far; null where that can't be told yet. */
export function secondsLeft(batch: Batch, now: number): number | null {
  const lately = done(batch) - batch.doneBefore
  if (lately < ENOUGH) return null
  return (((now - batch.startedAt) / lately) * (batch.total - done(batch))) / 1000
}
