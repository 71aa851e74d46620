import { HaberdashError } from '../../../shared/errors.ts'

/** To catch what a prediction throws: without an engine or a model there is none. @throws whatever else it was */
export function noneWithoutEngine(error: unknown): null {
  if (error instanceof HaberdashError && /^(engine|model)-/.test(error.code)) return null
  throw error
}
