import { ORPCError } from '@orpc/client'
import { describe, expect, it } from 'vitest'
import { fromOrpcError, toOrpcError } from './error-mapping.ts'
import { ERROR_CODES, HaberdashError } from './errors.ts'

/** An error as it arrives at the other end. */
const overTheWire = (error: unknown) => {
  const json = JSON.parse(JSON.stringify(toOrpcError(error).toJSON()))
  return fromOrpcError(new ORPCError(json.code, json))
}

describe('error mapping', () => {
  it.each(ERROR_CODES)('carries %s with its sentence and what to do', (code) => {
    const error = overTheWire(new HaberdashError(code, 'It rains.', { todo: 'Take an umbrella.' }))
    expect(error).toBeInstanceOf(HaberdashError)
    expect(error).toMatchObject({ code, message: 'It rains.', todo: 'Take an umbrella.' })
  })

  it('leaves out what there is not to do', () => {
    const error = new HaberdashError('disk-full', 'The disk is full.')
    expect(toOrpcError(error).data).toEqual({})
    expect(overTheWire(error).todo).toBeUndefined()
  })

  it('makes a defect unexpected, keeps it as the cause, and lets nothing it says of itself cross', () => {
    const defect = new TypeError('x is undefined in /home/me/private')
    expect(toOrpcError(defect)).toMatchObject({ code: 'unexpected', cause: defect })
    for (const thrown of [defect, 'thrown text in /home/me/private']) {
      expect(overTheWire(thrown)).toMatchObject({ code: 'unexpected', todo: expect.any(String) })
      expect(overTheWire(thrown).message).not.toContain('private')
    }
    expect(fromOrpcError(defect)).toMatchObject({
      code: 'unexpected',
      message: 'x is undefined in /home/me/private',
      cause: defect,
    })
  })

  it('passes errors of either kind that are already right', () => {
    const known = new HaberdashError('disk-full', 'The disk is full.')
    const wire = new ORPCError('BAD_REQUEST', { message: 'Input validation failed' })
    expect(fromOrpcError(known)).toBe(known)
    expect(toOrpcError(wire)).toBe(wire)
  })

  it('makes codes of strangers unexpected, and reads no todo that is no text', () => {
    expect(fromOrpcError(new ORPCError('BAD_REQUEST'))).toMatchObject({ code: 'unexpected' })
    for (const data of [{ todo: 5 }, 'todo', null]) {
      expect(fromOrpcError(new ORPCError('disk-full', { data })).todo).toBeUndefined()
    }
  })
})
