import { implement } from '@orpc/server'
import { contract } from '../../shared/contract/index.ts'
import { isForeseen, toOrpcError } from '../../shared/error-mapping.ts'
import { HaberdashError } from '../../shared/errors.ts'
import { asDiskFull } from './library/files.ts'
import type { Library } from './library/library.ts'

/** What every feature's routes are made with: the contract to implement, and how what is thrown is told over the wire. */
export type Os = ReturnType<typeof createOs>

export function createOs(library: Library) {
  return implement(contract).use(async ({ next }) => {
    try {
      return await next()
    } catch (error) {
      throw tell(library, error)
    }
  })
}

/** Also for what an iterator throws: that is after the middleware is done. */
export function tell(library: Library, error: unknown) {
  const told = asDiskFull(error)
  if (isForeseen(told)) return toOrpcError(told)
  // What is cut short by closing the library is no defect.
  if (!library.db.write.open) return toOrpcError(libraryClosed(error))
  process.stderr.write(`${told instanceof Error ? told.stack : String(told)}\n`)
  return toOrpcError(told)
}

const libraryClosed = (cause: unknown) =>
  new HaberdashError('library-closed', 'This library was closed meanwhile.', { cause })
