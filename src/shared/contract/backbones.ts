import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { ModelId } from '../domain.ts'
import { BackboneEntry, BackboneName, Scaling, UPLOAD_PIECE_BYTES, WeightsFile } from './backbone.ts'
import { Bytes, procedure } from './common.ts'

/** A backbone that was added, and the versions that see through it. */
export const BackboneInfo = BackboneEntry.extend({ versions: z.array(ModelId) })
export type BackboneInfo = z.infer<typeof BackboneInfo>

/** Files that were sent, or the https address of their folder or model.json with their hashes. */
const From = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sent'), upload: z.uuid() }),
  z.object({
    kind: z.literal('address'),
    address: z.string().max(2000),
    /** Of all files one after the other, or of each: model.json, then the weights files in its order. */
    hashes: z.array(z.string().max(100)).min(1).max(101),
  }),
])

export const NewBackbone = z.object({ name: z.string().max(200), scaling: Scaling, from: From })
export type NewBackbone = z.infer<typeof NewBackbone>

export const AddBackboneEvent = z.discriminatedUnion('type', [
  /** Bytes of its files that are here, of all where that is known; then the engine loads it and runs it once. */
  z.object({
    type: z.literal('progress'),
    stage: z.enum(['fetching', 'checking']),
    done: z.int().nonnegative(),
    of: z.int().nonnegative().nullable(),
  }),
  /** Last. */
  z.object({ type: z.literal('added'), backbone: BackboneInfo }),
])
export type AddBackboneEvent = z.infer<typeof AddBackboneEvent>

/** Pretrained networks that a person has, for photos' models to see through. */
export const backbones = {
  /** By name. */
  list: procedure.output(z.array(BackboneInfo)),
  /** Takes the next piece of a file of one that is to be added: model.json, or a weights file by its plain name. */
  send: procedure
    .input(
      z.object({
        upload: z.uuid(),
        file: WeightsFile,
        piece: Bytes.refine(({ size }) => size <= UPLOAD_PIECE_BYTES),
      }),
    )
    .output(z.void()),
  /** Keeps a copy in the library, once the engine has run it. Aborting the iterator cancels. */
  add: procedure.input(NewBackbone).output(eventIterator(AddBackboneEvent)),
  /** Takes one away, with what it has made of photos. Never one that a version sees through. */
  remove: procedure.input(z.object({ name: BackboneName })).output(z.object({ removed: BackboneName })),
}
