import { z } from 'zod'
import { TemplateName } from '../domain.ts'
import { procedure } from './common.ts'

/** Name of a library's folder, among those that lie beside each other. Looked up in their list, never made a path. */
export const LibraryId = z.string().min(1).max(255).brand<'LibraryId'>()
export type LibraryId = z.infer<typeof LibraryId>

export const LibraryEntry = z.object({
  id: LibraryId,
  name: z.string(),
  template: TemplateName,
  /** The one that is open here. */
  open: z.boolean(),
})
export type LibraryEntry = z.infer<typeof LibraryEntry>

// Core says in a sentence what is wrong; here are only bounds on what it will look at.
export const NewLibrary = z.object({
  name: z.string().max(1000),
  template: TemplateName,
  /** Names of the classes, for the template `photos`. */
  classes: z.array(z.string().max(1000)).max(1000).default([]),
})
export type NewLibrary = z.infer<typeof NewLibrary>

/** A sentence for each field that is not right yet. */
export const NewLibraryProblems = z.object({ name: z.string().nullable(), classes: z.string().nullable() })
export type NewLibraryProblems = z.infer<typeof NewLibraryProblems>

/**
 * The libraries that lie beside the one the app was started with. One is open at a time; every window shows that one.
 * Opening another closes it, tells its windows (`library-left`), and is refused with `run-in-progress` while it trains.
 */
export const libraries = {
  /** By name. */
  list: procedure.output(z.array(LibraryEntry)),
  /** What `create` would refuse. */
  check: procedure.input(NewLibrary).output(NewLibraryProblems),
  /** Makes a library and opens it. The folder gets a safe name made from the given one. */
  create: procedure.input(NewLibrary).output(LibraryEntry),
  open: procedure.input(z.object({ id: LibraryId })).output(LibraryEntry),
}
