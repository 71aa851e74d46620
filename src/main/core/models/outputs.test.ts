import BetterSqlite3 from 'better-sqlite3'
import fc from 'fast-check'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ClassId, ImageId, ModelId } from '../../../shared/domain.ts'
import { createClasses } from '../classes/classes.ts'
import { createLabels } from '../labels/labels.ts'
import { openLibrary, type Library } from '../library/library.ts'
import { migrations } from '../library/migrations/index.ts'
import { addVersion, imageIds, temporaryFolder, temporaryLibrary, tinyDataset } from '../testing/fixtures.ts'
import { byClass, classesNamed, outputClasses, outputsGoneOnFrom, outputsOf } from './outputs.ts'
import { savePredictions } from './save.ts'
import { scoreInputs } from './scoring.ts'
import { createModelStore } from './store.ts'

const MODEL = 'v1' as ModelId
const id = (n: number) => n as ClassId

/** A library with the classes Hat (12), Cap (13) and Scarf (14) beside the dataset's, and a version that knows four. */
function withVersion() {
  const library = temporaryLibrary(tinyDataset(6, 2))
  const classes = createClasses(library.db)
  for (const name of ['Hat', 'Cap', 'Scarf']) classes.add(name)
  addVersion(library, MODEL, ['Cap', 'Dress', 'Hat', 'Scarf'])
  const models = createModelStore(library)
  models.activate(MODEL)
  return { library, classes, models, labels: createLabels(library.db) }
}

describe('the outputs of a version', () => {
  it('mean the same classes whatever these are called, and the target of a merger', () => {
    const { library, classes, models, labels } = withVersion()
    classes.rename(id(4), 'Gown')
    classes.rename(id(13), 'Dress')
    expect(outputClasses(library, MODEL)).toEqual([13, 4, 12, 14])
    expect(models.get(MODEL).classes).toEqual(['Dress', 'Gown', 'Hat', 'Scarf'])
    labels.removeClass(id(12), id(14))
    labels.removeClass(id(14), id(13))
    expect(outputClasses(library, MODEL)).toEqual([13, 4, 13, 13])
    labels.undo()
    expect(outputClasses(library, MODEL)).toEqual([13, 4, 14, 14])
    labels.undo()
    labels.removeClass(id(12), null)
    expect(outputClasses(library, MODEL)).toEqual([13, 4, null, 14])
    expect(models.get(MODEL).classes).toEqual(['Dress', 'Gown', 'Hat', 'Scarf'])
  })

  it('of a version that is made after a renaming are found by the old name, and by the new', () => {
    const { library, classes, labels } = withVersion()
    classes.rename(id(12), 'Beanie')
    labels.removeClass(id(13), id(14))
    addVersion(library, 'v2' as ModelId, ['Hat', 'Cap', 'Beanie', 'Sock'])
    expect(outputClasses(library, 'v2' as ModelId)).toEqual([12, 14, 12, null])
    expect(classesNamed(library.db.read, ['Hat', 'Sock'])).toEqual([12, null])
  })

  it('are found in a library of before there were any, whose rows all refer to its classes as they did', () => {
    const folder = join(temporaryFolder(), 'wardrobe')
    mkdirSync(folder)
    const old = new BetterSqlite3(join(folder, 'haberdash.db'))
    for (const migration of migrations.slice(0, 3)) old.exec(migration)
    old.exec(`PRAGMA user_version = 3;
      INSERT INTO settings VALUES ('template', 'photos'), ('input', '${JSON.stringify(colour)}');
      INSERT INTO classes VALUES (5, 0, 'Hat', '1', 0), (3, 1, 'Cap', NULL, 1);
      INSERT INTO images (id, source, split, label_class, label_actor) VALUES (1, 'photo', 'train', 3, 'person');
      INSERT INTO models VALUES ('v1', '', 1, '{"classes": ["Cap", "Hat"]}')`)
    old.close()
    const library = openLibrary(folder, () => tinyDataset())
    onTestFinished(() => library.close())
    expect(outputClasses(library, MODEL)).toEqual([3, 5])
    expect(
      createClasses(library.db)
        .list()
        .map(({ name, images }) => [name, images]),
    ).toEqual([
      ['Hat', 0],
      ['Cap', 1],
    ])
    const { write } = library.db
    expect(write.pragma('foreign_key_check')).toEqual([])
    expect(() => write.exec('UPDATE images SET label_class = 77')).toThrow(/FOREIGN KEY/)
  })
})

const colour = { form: 'colour', width: 96, height: 96, channels: 3, version: 1 }

describe('outputs that a new head goes on from', () => {
  it('are those made for each class whatever it is called, else one of what was merged into it, else none', () => {
    const { library, classes, labels } = withVersion()
    classes.rename(id(13), 'Beret')
    classes.add('Sock')
    const from = () => outputsGoneOnFrom(library, MODEL, ['Dress', 'Sock', 'Beret', 'Coat'])
    expect(from()).toEqual([1, null, 0, null])
    labels.removeClass(id(12), id(13))
    labels.removeClass(id(14), id(5))
    expect(from()).toEqual([1, null, 0, 3])
    labels.removeClass(id(13), id(5))
    expect(outputsGoneOnFrom(library, MODEL, ['Coat'])).toEqual([0])
  })
})

describe('probabilities by class', () => {
  it('sum to what the outputs of living classes sum to, a class to that of its outputs', () => {
    const meaning = fc.option(fc.integer({ min: 1, max: 4 }).map(id))
    fc.assert(
      fc.property(
        fc
          .array(meaning, { minLength: 1, maxLength: 6 })
          .chain((meanings) =>
            fc.tuple(
              fc.constant(meanings),
              fc.array(fc.nat(100), { minLength: meanings.length * 2, maxLength: meanings.length * 2 }),
            ),
          ),
        ([meanings, values]) => {
          const outputs = outputsOf(meanings)
          const folded = byClass(Float32Array.from(values), outputs)
          expect(folded).toHaveLength(2 * outputs.classes.length)
          for (const row of [0, 1]) {
            for (const [column, classId] of outputs.classes.entries()) {
              const own = meanings.map((each, i) =>
                each === classId ? values[row * meanings.length + i]! : 0,
              )
              expect(folded[row * outputs.classes.length + column]).toBe(own.reduce((a, b) => a + b))
            }
          }
        },
      ),
    )
  })
})

const predictions = ({ db }: Library) =>
  db.read
    .prepare('SELECT class_id, confidence, margin, loss FROM predictions ORDER BY image_id')
    .raw()
    .all() as number[][]

describe('what a version has said', () => {
  const keep = (library: Library, models: ReturnType<typeof createModelStore>, ids: ImageId[]) =>
    savePredictions(library)(
      models.get(MODEL),
      ids,
      {
        // Of Cap, Dress, Hat, Scarf.
        probabilities: Float32Array.from(ids.flatMap(() => [0.25, 0.375, 0.25, 0.125])),
        features: new Uint8Array(ids.length * 2),
      },
      new Map(),
    )

  it('is said of the class that two were merged into, with its loss, and as before when that is undone', () => {
    const { library, models, labels } = withVersion()
    const [image] = imageIds(library) as [ImageId]
    labels.set([image], id(13))
    keep(library, models, [image])
    const before = predictions(library)
    expect(before).toEqual([[4, 0.375, 0.125, -Math.log(0.25)]])
    labels.removeClass(id(12), id(13))
    expect(predictions(library)).toEqual([[13, 0.5, 0.125, -Math.log(0.5)]])
    labels.undo()
    expect(predictions(library)).toEqual(before)
  })

  it('is no surer of the rest when a class is taken away, and nothing when none is left', () => {
    const { library, models, labels } = withVersion()
    const ids = imageIds(library)
    addVersion(library, 'v2' as ModelId, ['Hat', 'Cap'])
    keep(library, models, ids)
    savePredictions(library)(
      models.get('v2' as ModelId),
      ids,
      {
        probabilities: Float32Array.from(ids.flatMap(() => [0.75, 0.25])),
        features: new Uint8Array(ids.length * 2),
      },
      new Map(),
    )
    labels.removeClass(id(12), null)
    const of = library.db.read
      .prepare('SELECT DISTINCT model_id, class_id, confidence FROM predictions ORDER BY 1')
      .raw()
    expect(of.all()).toEqual([
      ['v1', 4, 0.375],
      ['v2', 13, 0.25],
    ])
    labels.removeClass(id(13), null)
    expect(of.all()).toEqual([['v1', 4, 0.375]])
  })

  it('is scored by class: merged outputs answer together, and of an unknown class every answer is wrong', async () => {
    const { library, classes, models, labels } = withVersion()
    labels.removeClass(id(12), id(13))
    classes.rename(id(13), 'Headgear')
    const rows = [0.25, 0.375, 0.25, 0.125]
    const result = await scoreInputs(
      library,
      [id(13), id(4), id(1)],
      async (start, end) => new Uint8Array(end - start),
      models.get(MODEL),
      async (_, count) => Float32Array.from(Array.from({ length: count }, () => rows).flat()),
    )
    expect(result.accuracy).toBeCloseTo(1 / 3)
    expect(result.perClass.map(({ className, images }) => [className, images])).toEqual([
      ['Headgear', 1],
      ['Dress', 1],
      ['Scarf', 0],
      ['T-shirt/top', 1],
    ])
  })
})
