import type { ImageRow } from '../../../../shared/contract/browse.ts'
import type { ClassId, ImageId } from '../../../../shared/domain.ts'

/** The view that keys act on: which images they mean there, and how it shows what came of them. */
export type Target = {
  /** What an action is meant for, in order. */
  targets(): ImageId[]
  /** The image that has the focus; undefined where none has, or its row is not here yet. */
  readonly focusedRow: ImageRow | undefined
  /**
   * The class that Enter gives to the focused image in place of the model's answer; null: none is suggested for it. Undefined
   * where Enter gives the model's.
   */
  readonly offered?: ClassId | null | undefined
  /** On to the next image, if one alone is meant. */
  advance(): void
  /** Goes to the first of these that it shows, alone: a digit pressed next must not label them all. */
  reveal(ids: readonly ImageId[]): void
  /** The server has answered that these carry this label now: nothing needs to be asked again to show it. */
  labelled(ids: readonly ImageId[], label: ClassId | null, by: 'person' | 'model'): void
  /** What is shown of these is no longer so. */
  changed(ids: readonly ImageId[]): void
}
