import type { ImageRow } from '../../../../shared/contract/browse.ts'
import type { ModelVersion } from '../../../../shared/contract/models.ts'
import type { Run } from '../../../../shared/contract/training.ts'
import type { ClassId, ImageId, ModelId, RunId } from '../../../../shared/domain.ts'
import { newRun } from '../../../../shared/run.ts'

export const image = (id: number) => id as ImageId
export const classId = (id: number) => id as ClassId
export const modelId = (id: string) => id as ModelId

export const row = (id: number, change: Partial<ImageRow> = {}): ImageRow => ({
  id: image(id),
  source: 'dataset',
  split: 'train',
  label: classId(1),
  labelledBy: 'dataset',
  prediction: { model: modelId('v1'), classId: classId(1), confidence: 0.9, sure: true },
  flagged: false,
  name: `train ${id}`,
  aspect: 1,
  ...change,
})

export const version = (id: string, change: Partial<ModelVersion> = {}): ModelVersion => ({
  id: modelId(id),
  parent: null,
  recipe: 'fine-tune',
  backbone: null,
  knobs: {},
  seed: 1,
  createdAt: '2026-01-01T10:00:00Z',
  bytes: 1,
  parameters: 1,
  threshold: 0,
  scores: { test: null, holdout: null },
  before: null,
  note: '',
  active: false,
  ...change,
})

/** Ids as browse.view answers them. */
export const viewOf = (...ids: number[]) => new Blob([Uint32Array.from(ids)])

export const run = (change: Partial<Run> = {}): Run => ({
  ...newRun({
    ...{ kind: 'fine-tune', recipe: 'fine-tune', changes: {}, parent: modelId('v1'), seed: 1 },
    startedAt: '2026-01-01T10:00:00Z',
    trainedOn: { photos: 4, corrected: 2, replay: 1000 },
  }),
  id: 1 as RunId,
  ...change,
})

/** Files as browse.thumbnails answers them. */
export const sheetOf = (...files: Uint8Array<ArrayBufferLike>[]) =>
  new Blob([
    Uint32Array.from(files.map((file) => file.length)),
    ...files.map((file) => Uint8Array.from(file)),
  ])
