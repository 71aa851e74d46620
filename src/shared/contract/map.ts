import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { ModelId } from '../domain.ts'
import { Bytes, procedure } from './common.ts'

export const MapState = z.object({
  /** The active version: a new map is of its features; null where there is none. */
  model: ModelId.nullable(),
  /** Present images that it has described. */
  described: z.int().nonnegative(),
  /** The map by UMAP that is kept: of the active version, else the newest of another; null where none was made. */
  umap: z
    .object({
      model: ModelId,
      /** ISO 8601, UTC. */
      madeAt: z.string(),
      images: z.int().nonnegative(),
      /** Images that the active version has described and that are not on it (yet); 0 on another's map. */
      waiting: z.int().nonnegative(),
      /** Whether those are being placed on it; too many are not: a new map is better. */
      placing: z.boolean(),
    })
    .nullable(),
  /** One is being made. */
  making: z.boolean(),
})
export type MapState = z.infer<typeof MapState>

export const MapProgress = z.object({
  /** Every image with every other, and then all of them in the plane. */
  stage: z.enum(['comparing', 'arranging']),
  /** Of all of it, 0 to 1. */
  fraction: z.number().min(0).max(1),
  /** Null while it can't be told. */
  secondsLeft: z.number().nonnegative().nullable(),
})
export type MapProgress = z.infer<typeof MapProgress>

/** Where images lie. `ids`: little-endian uint32; `points`: float32, x and y of each, in units of the method's own. */
const Placed = z.object({ model: ModelId, ids: Bytes, points: Bytes })

/** Bits of a mark's flags: the image is there; the active version has answered it, and was not sure. */
export const MARK = { present: 1, answered: 2, unsure: 4 }
/** Bytes of an image's marks: label and prediction (uint16 each), loss (float32), flags (uint8). */
export const MARK_BYTES = 9

export const map = {
  state: procedure.output(MapState),
  /** By principal components (the two directions of greatest variance), computed now from the active version's features. */
  pca: procedure.output(Placed),
  /** As it is kept; null where none is. */
  umap: procedure.output(Placed.nullable()),
  /**
   * What images on a map are coloured by, in the order asked; one array after the other, little-endian: loss (float32, NaN
   * where there is none), label and predicted class (uint16 each, 0 is none), flags (uint8, see `MARK`).
   * @param ids little-endian uint32, at most a million
   */
  marks: procedure.input(z.object({ ids: Bytes })).output(Bytes),
  /**
   * Makes a map by UMAP of the active version's features, or joins where one is being made; tells how far it is until it is
   * kept. Ending the iterator ends the telling alone.
   */
  make: procedure.output(eventIterator(MapProgress)),
  /** Gives up the map that is being made. */
  cancel: procedure.output(z.void()),
}
