import { oc } from '@orpc/contract'
import { z } from 'zod'
import { ERROR_CODES, type ErrorCode } from '../errors.ts'

const ErrorData = z.object({ todo: z.string().optional() })

/** Every procedure may fail with any of the stable codes; the message is the sentence to show. */
const errorMap = Object.fromEntries(ERROR_CODES.map((code) => [code, { data: ErrorData }])) as Record<
  ErrorCode,
  { data: typeof ErrorData }
>

/** The base of every procedure in the contract. */
export const procedure = oc.errors(errorMap)

/** Bytes on the wire. What is in them is said where it is used. */
export const Bytes = z.instanceof(Blob)
