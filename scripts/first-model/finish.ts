import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { argMax } from '../../src/main/core/models/evaluation.ts'
import { predict } from '../../src/main/engine/predict.ts'
import { loadModel } from '../../src/main/engine/store.ts'
import { train, type TrainingData, type TrainJob } from '../../src/main/engine/train.ts'
import type { EpochPoint } from '../../src/shared/contract/training.ts'
import { FASHION_MNIST_CLASSES, FASHION_MNIST_INPUT, type Score } from '../../src/shared/domain.ts'
import { SEED } from './dataset.ts'

/** Images of each class that no version that ships has learnt from: its temperature is fitted on them. */
export const HELD = 200

export const say = (line: object) => console.log(JSON.stringify(line))

/** Probabilities of all images by the model in a folder, row by row. */
export async function probabilities(folder: string, pixels: Uint8Array): Promise<Float32Array<ArrayBuffer>> {
  const network = await loadModel(folder)
  const rows = await predict(network, pixels)
  network.model.dispose()
  return rows
}

/** How many of the rows are largest at the label. */
export function score(rows: Float32Array, { count, labels }: TrainingData): Score {
  const width = rows.length / count
  const right = labels.filter((label, i) => argMax(rows.subarray(i * width, (i + 1) * width)) === label)
  return { images: count, accuracy: right.length / count }
}

export type Made = { parameters: number; curve: EpochPoint[]; seconds: number }

/** Trains, saying each epoch. */
export async function run(job: TrainJob): Promise<Made> {
  const startedAt = performance.now()
  const seconds = () => Math.round((performance.now() - startedAt) / 1000)
  for await (const event of train(job)) {
    if (event.type === 'epoch') say({ ...event.point, seconds: seconds() })
    if (event.type === 'saved') {
      return { parameters: event.parameters, curve: event.curve, seconds: seconds() }
    }
  }
  throw new Error('The training ended without a model.')
}

export type Facts = {
  id: string
  recipe: { name: string } & Record<string, unknown>
  data: TrainingData
  /** Null where the test images were not shown. */
  test: Score | null
  temperature: number
  threshold?: number | null
  made: Made
}

/** Writes the manifest of a version that ships beside its model. */
export function writeManifest(folder: string, facts: Facts): void {
  const { id, recipe, data, test, temperature, threshold, made } = facts
  const manifest = {
    format: 1,
    id,
    parent: null,
    recipe,
    seed: SEED,
    input: FASHION_MNIST_INPUT,
    classes: FASHION_MNIST_CLASSES,
    dataFingerprint: createHash('sha256').update(data.pixels).update(data.labels).digest('hex'),
    createdAt: new Date().toISOString(),
    parameters: made.parameters,
    temperature,
    threshold,
    scores: { test, holdout: null },
    before: null,
    curve: made.curve,
  }
  writeFileSync(join(folder, 'haberdash.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}
