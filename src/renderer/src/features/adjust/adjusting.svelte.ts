import type { Api } from '../../../../shared/contract/index.ts'
import type { ImageDetail } from '../../../../shared/contract/browse.ts'
import type { FixPreview } from '../../../../shared/contract/photos.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import { NO_FIX, sameFix, type Crop, type PhotoFix, type Size } from '../../../../shared/photo-fix.ts'
import { Latest } from '../../lib/latest.ts'
import { sentence } from '../../lib/sentence.ts'
import type { Toasts } from '../labels/toasts.svelte.ts'
import { normalised, turned } from './crop.ts'

export type AdjustedPhoto = { id: ImageId; name: string; size: Size; saved: PhotoFix }

export type Mask = Size & { pixels: Uint8Array }

/** What the model would see, and of which fix. */
export type Seen = Omit<FixPreview, 'input' | 'mask'> & {
  fix: PhotoFix
  input: Uint8Array<ArrayBuffer>
  mask: Mask | null
}

const bytes = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer())

/** A photo's fix in the making: what is changed, what the model would see of it, and the way back. */
export class Adjusting {
  readonly #api: Api
  readonly #toasts: Toasts
  readonly #looks = new Latest((fix: PhotoFix) => this.#look(fix))
  readonly #guesses = new Latest((seen: Seen) => this.#guess(seen))
  #photo = $state.raw<AdjustedPhoto | null>(null)
  #fix = $state.raw(NO_FIX)
  #seen = $state.raw<Seen | null>(null)
  #probabilities = $state.raw<ImageDetail['probabilities'] | undefined>()
  /** What the probabilities are of. */
  #guessed = $state.raw<Seen | null>(null)
  #problem = $state<string | null>(null)
  #saving = $state(false)
  /** The fixes before the changes, oldest first. */
  #before = $state.raw<readonly PhotoFix[]>([])
  /** The change that is under way: until it settles, all of its kind are one, and start from where it began. */
  #change: { kind: string; fix: PhotoFix; box: Crop | null } | null = null

  constructor(api: Api, toasts: Toasts) {
    this.#api = api
    this.#toasts = toasts
  }

  /** Null: none is being adjusted. */
  get photo() {
    return this.#photo
  }
  get fix() {
    return this.#fix
  }
  /** What was seen last: perhaps not yet of the fix as it is now. */
  get seen() {
    return this.#seen
  }
  /** What the model said of an input that was seen lately; undefined before its first answer. */
  get probabilities() {
    return this.#probabilities
  }
  /** The probabilities are not yet of the fix as it is now. */
  get isGuessLate() {
    return this.#guessed?.fix !== this.#fix
  }
  get problem() {
    return this.#problem
  }
  get saving() {
    return this.#saving
  }
  get canUndo() {
    return this.#before.length > 0
  }
  get isReset() {
    return sameFix(this.#fix, NO_FIX)
  }

  /** What is cropped to; null while what was found is under way. Turned further, about where it was found before. */
  get box(): Crop | null {
    const { crop, rotate } = this.#fix
    const [photo, seen] = [this.#photo, this.#seen]
    if (crop) return crop
    if (!photo || seen?.fix.crop !== null) return null
    return this.#isOfThisTurn ? seen.box : turned(seen.box, photo.size, seen.fix.rotate, rotate)
  }

  /** The found garment in the photo as it stands now; null where it plays no part or is under way. */
  get mask(): Mask | null {
    return this.#isOfThisTurn && this.#fix.mask === 'auto' ? (this.#seen?.mask ?? null) : null
  }

  async open(id: ImageId): Promise<void> {
    try {
      const { name, width, height, fix } = await this.#api.browse.detail({ id })
      if (!fix) return
      this.#photo = { id, name, size: { width, height }, saved: fix }
      this.#fix = fix
      this.#seen = null
      this.#probabilities = undefined
      this.#problem = null
      this.#before = []
      this.#change = null
      void this.#looks.ask(fix)
    } catch (error) {
      this.#toasts.problem(sentence(error))
    }
  }

  close() {
    this.#photo = null
  }

  /** `change` makes the new crop of the one that was there when this kind of change began. */
  crop(kind: string, change: (from: Crop) => Crop) {
    const { box } = this.#begin(kind)
    if (box) this.#show({ ...this.#fix, crop: change(box) })
  }

  /** By any number of degrees; what goes round once is where it was. */
  rotate(degrees: number) {
    if (!this.#photo) return
    const { fix } = this.#begin('rotate')
    const rotate = normalised(degrees)
    const crop = fix.crop && turned(fix.crop, this.#photo.size, fix.rotate, rotate)
    this.#show({ ...this.#fix, rotate, crop })
  }

  invert(invert: boolean) {
    this.#begin('invert')
    this.#show({ ...this.#fix, invert })
  }

  useMask(use: boolean) {
    this.#begin('mask')
    this.#show({ ...this.#fix, mask: use ? 'auto' : 'off' })
  }

  reset() {
    this.settle()
    this.#begin('reset')
    this.#show(NO_FIX)
    this.settle()
  }

  /** The hand has let go: the next change is one of its own. */
  settle() {
    this.#change = null
  }

  undo() {
    const last = this.#before.at(-1)
    if (!last) return
    this.settle()
    this.#before = this.#before.slice(0, -1)
    this.#ask(last)
  }

  /** Keeps the fix with the photo, and is done with it. */
  async save(): Promise<void> {
    const photo = this.#photo
    if (!photo || this.#saving) return
    const fix = this.#fix
    if (sameFix(fix, photo.saved)) return this.close()
    this.#saving = true
    try {
      await this.#api.photos.fix({ id: photo.id, fix })
      this.close()
      this.#toasts.done(`Saved what the model sees of ${photo.name}.`, {
        name: 'Undo',
        run: () => void this.#restore(photo),
      })
    } catch (error) {
      this.#problem = sentence(error)
    } finally {
      this.#saving = false
    }
  }

  async #restore({ id, name, saved }: AdjustedPhoto) {
    try {
      await this.#api.photos.fix({ id, fix: saved })
      this.#toasts.done(`Undone: the model sees ${name} as before.`)
    } catch (error) {
      this.#toasts.problem(sentence(error))
    }
  }

  get #isOfThisTurn(): boolean {
    return this.#seen?.fix.rotate === this.#fix.rotate
  }

  #begin(kind: string) {
    if (this.#change?.kind !== kind) this.#change = { kind, fix: this.#fix, box: this.box }
    return this.#change
  }

  #show(fix: PhotoFix) {
    if (sameFix(fix, this.#fix)) return
    const began = this.#change!.fix
    if (this.#before.at(-1) !== began) this.#before = [...this.#before, began]
    this.#ask(fix)
  }

  #ask(fix: PhotoFix) {
    this.#fix = fix
    void this.#looks.ask(fix)
  }

  /** The picture does not wait for the prediction: each follows as fast as it can. */
  async #look(fix: PhotoFix) {
    await this.#ofThis(async (photo) => {
      const { input, mask, ...rest } = await this.#api.photos.previewFix({ id: photo.id, fix })
      const pixels = await bytes(input)
      const seen = {
        ...rest,
        fix,
        input: pixels,
        mask: mask && { ...mask, pixels: await bytes(mask.pixels) },
      }
      return () => {
        this.#seen = seen
        void this.#guesses.ask(seen)
      }
    })
  }

  async #guess(seen: Seen) {
    await this.#ofThis(async ({ id }) => {
      const answer = await this.#api.photos.classifyFix({ id, fix: seen.fix })
      return () => {
        this.#probabilities = answer
        this.#guessed = seen
      }
    })
  }

  /** Shows what `ask` has brought, or why it could not, if the photo is still the same. */
  async #ofThis(ask: (photo: AdjustedPhoto) => Promise<() => void>) {
    const photo = this.#photo
    if (!photo) return
    try {
      const show = await ask(photo)
      if (this.#photo !== photo) return
      show()
      this.#problem = null
    } catch (error) {
      if (this.#photo === photo) this.#problem = sentence(error)
    }
  }
}
