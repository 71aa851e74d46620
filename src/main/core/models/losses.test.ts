import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClassId, ImageId, ModelId } from '../../../shared/domain.ts'
import { Random } from '../../../shared/random.ts'
import { createLabels } from '../labels/labels.ts'
import type { Library } from '../library/library.ts'
import { addVersion, imageIds, temporaryLibrary, tinyDataset } from '../testing/fixtures.ts'
import { savePredictions } from './save.ts'
import { createModelStore } from './store.ts'

const [FIRST, SECOND] = ['a', 'b'] as ModelId[] as [ModelId, ModelId]

const classNames = (library: Library) =>
  library.db.read.prepare('SELECT name FROM classes ORDER BY id').pluck().all() as string[]

/** Two versions with random opinions of every image: the second knows no ankle boots, and its classes backwards. */
function withPredictions() {
  const library = temporaryLibrary(tinyDataset(8, 2))
  const models = createModelStore(library)
  const names = classNames(library)
  addVersion(library, FIRST, names)
  addVersion(library, SECOND, names.slice(0, 9).reverse())
  const save = savePredictions(library)
  const ids = imageIds(library)
  const random = new Random(1, 'opinions')
  for (const id of [FIRST, SECOND]) {
    const { classes } = models.get(id)
    const rows = ids.map(() => {
      const row = classes.map(() => random.next() ** 8)
      const sum = row.reduce((total, value) => total + value)
      return row.map((value) => value / sum)
    })
    const described = {
      probabilities: Float32Array.from(rows.flat()),
      features: new Uint8Array(ids.length * 4),
    }
    save(models.get(id), ids, described, new Map())
  }
  models.activate(FIRST)
  return { library, models, ids, labels: createLabels(library.db) }
}

/** What the losses of a version should be: by the labels and the probabilities alone. */
function expectTrue(library: Library, model: ModelId): void {
  const names = classNames(library)
  const { classes } = createModelStore(library).get(model)
  const rows = library.db.read
    .prepare(
      `SELECT label_class AS label, probabilities, loss FROM predictions JOIN images ON id = image_id WHERE model_id = ?`,
    )
    .all(model) as { label: number | null; probabilities: Uint8Array; loss: number | null }[]
  expect(rows).toHaveLength(10)
  for (const { label, probabilities, loss } of rows) {
    const output = label === null ? -1 : classes.indexOf(names[label - 1]!)
    const row = new Float32Array(new Uint8Array(probabilities).buffer)
    if (output < 0) expect(loss).toBeNull()
    else expect(loss).toBeCloseTo(-Math.log(Math.max(row[output]!, 1e-7)), 9)
  }
}

type Step = { ids: number[]; to: number | null } | 'undo' | 'redo' | 'activate the other'

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      ids: fc.uniqueArray(fc.nat(9), { minLength: 1 }),
      to: fc.option(fc.integer({ min: 1, max: 10 })),
    }),
    fc.constantFrom('undo' as const, 'redo' as const, 'activate the other' as const),
  ),
  { maxLength: 12 },
)

describe('losses', () => {
  it('of the active version are -log of the label’s probability, whatever is labelled, undone, redone, activated', () => {
    const { library, models, ids, labels } = withPredictions()
    let [active, other] = [FIRST, SECOND]
    fc.assert(
      fc.property(steps, (some) => {
        for (const step of some) {
          if (step === 'undo') {
            if (labels.canUndo()) labels.undo()
          } else if (step === 'redo') {
            if (labels.canRedo()) labels.redo()
          } else if (step === 'activate the other') {
            models.activate(other)
            ;[active, other] = [other, active]
          } else {
            labels.set(
              step.ids.map((i) => ids[i]!),
              step.to as ClassId | null,
            )
          }
          expectTrue(library, active)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('are as they were when labels are refused', () => {
    const { library, ids, labels } = withPredictions()
    expect(() => labels.set([...ids, 999 as ImageId], 4 as ClassId)).toThrow()
    expectTrue(library, FIRST)
  })

  it('are on the disk with the label: a reader sees both or neither', () => {
    const { library, ids, labels } = withPredictions()
    const seen = () =>
      library.db.read
        .prepare(
          'SELECT label_class, loss FROM images JOIN predictions ON image_id = id WHERE id = ? AND model_id = ?',
        )
        .get(ids[0], FIRST)
    const before = seen()
    library.db.write.transaction(() => {
      labels.set([ids[0]!], 7 as ClassId)
      expect(seen()).toEqual(before)
    })()
    expect(seen()).toMatchObject({ label_class: 7 })
    expectTrue(library, FIRST)
  })
})
