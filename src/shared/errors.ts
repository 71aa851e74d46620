import { z } from 'zod'

/** Every code that may cross a process or reach a person. Codes are stable: scripts match on them. */
export const ERROR_CODES = [
  'photo-empty',
  'photo-not-an-image',
  'photo-truncated',
  'photo-too-large',
  'photo-format-unsupported',
  'photo-unreadable',
  'image-unknown',
  'not-a-photo',
  'class-unknown',
  'class-in-use',
  'nothing-to-undo',
  'nothing-to-redo',
  'label-conflict',
  'features-missing',
  'map-cancelled',
  'view-unknown',
  'review-unknown',
  'nothing-to-review',
  'library-newer',
  'library-busy',
  'library-unreadable',
  'library-exists',
  'library-unknown',
  'library-closed',
  'dataset-missing',
  'dataset-corrupt',
  'backbone-unknown',
  'backbone-exists',
  'backbone-in-use',
  'backbone-refused',
  'backbone-unreachable',
  'model-unknown',
  'model-unreadable',
  'model-mismatch',
  'model-in-use',
  'engine-stopped',
  'engine-failed',
  'run-unknown',
  'run-in-progress',
  'run-cancelled',
  'run-interrupted',
  'run-elsewhere',
  'run-not-resumable',
  'training-diverged',
  'nothing-to-train-on',
  'nothing-to-score',
  'class-empty',
  'recipe-unknown',
  'setting-invalid',
  'disk-full',
  'target-exists',
  'target-unwritable',
  'wrong-usage',
  'unexpected',
] as const

export const ErrorCode = z.enum(ERROR_CODES)
export type ErrorCode = z.infer<typeof ErrorCode>

/**
 * An error meant for a person: `message` is a full sentence, `todo` says what can be done about it.
 * Anything else that is thrown is a defect and reaches the person as `unexpected`.
 */
export class HaberdashError extends Error {
  override readonly name = 'HaberdashError'
  readonly code: ErrorCode
  readonly todo: string | undefined

  constructor(code: ErrorCode, message: string, options: { todo?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.code = code
    this.todo = options.todo
  }
}
