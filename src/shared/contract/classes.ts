import { z } from 'zod'
import { ClassId } from '../domain.ts'
import { procedure } from './common.ts'
import { LabelAction } from './labels.ts'
import { ClassInfo } from './library.ts'

export const MIN_CLASSES = 2
export const MAX_CLASSES = 200
/** Characters of a class's name. */
export const MAX_CLASS_NAME = 100

// Core says in a sentence what is wrong with a name; here is only a bound on what it will look at.
const Name = z.string().max(10 * MAX_CLASS_NAME)
const Key = z.string().max(10)

/** Each is committed when it answers, and refused as a whole with `setting-invalid` or `class-unknown`. */
export const classes = {
  /** Those that live, in their order. */
  list: procedure.output(z.array(ClassInfo)),
  /** At the end, with the first digit that is free as its key, and the first colour. */
  add: procedure.input(z.object({ name: Name })).output(ClassInfo),
  rename: procedure.input(z.object({ id: ClassId, name: Name })).output(ClassInfo),
  recolour: procedure
    .input(z.object({ id: ClassId, color: z.int().min(0).max(MAX_CLASSES) }))
    .output(ClassInfo),
  /** Null: no key. */
  setKey: procedure.input(z.object({ id: ClassId, key: Key.nullable() })).output(ClassInfo),
  /** All classes that live, in their new order. */
  reorder: procedure.input(z.object({ ids: z.array(ClassId).max(MAX_CLASSES) })).output(z.array(ClassInfo)),
  /**
   * Makes one class of two: the images of `id`, and what models say of it, become `into`'s. One label action: undo
   * brings the class back. `class-in-use` for a class of the dataset, and where no two classes would be left.
   */
  merge: procedure.input(z.object({ id: ClassId, into: ClassId })).output(LabelAction),
  /** Takes a class away; its images get the class `into`, or with null lose their label. Else as `merge`. */
  remove: procedure.input(z.object({ id: ClassId, into: ClassId.nullable() })).output(LabelAction),
}
