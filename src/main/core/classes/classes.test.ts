import fc from 'fast-check'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { ClassId, ImageId } from '../../../shared/domain.ts'
import { createLabels, labelImported } from '../labels/labels.ts'
import { makeLibrary, openLibrary, type Library } from '../library/library.ts'
import { photosTemplate } from '../library/template.ts'
import { imageIds, temporaryFolder, temporaryLibrary, tinyDataset } from '../testing/fixtures.ts'
import { createClasses } from './classes.ts'

const noDataset = () => {
  throw new Error('not expected')
}

/** A library of one's own classes with unlabelled photos; closed after the test. */
function photosLibrary(names = ['Hat', 'Dress', 'Shoe'], photos = 6): { library: Library; ids: ImageId[] } {
  const folder = join(temporaryFolder(), 'wardrobe')
  makeLibrary(folder, photosTemplate(names))
  const library = openLibrary(folder, noDataset)
  onTestFinished(() => library.close())
  const { write } = library.db
  for (let n = 0; n < photos; n++) {
    const { lastInsertRowid } = write
      .prepare("INSERT INTO images (source, split) VALUES ('photo', 'train')")
      .run()
    write
      .prepare(
        `INSERT INTO photos (image_id, sha256, name, format, bytes, width, height, added_at)
         VALUES (?, ?, ?, 'png', 1, 1, 1, '')`,
      )
      .run(lastInsertRowid, `hash ${n}`, `${n}.png`)
  }
  return { library, ids: imageIds(library) }
}

const refused = (code: string) => expect.objectContaining({ code }) as Error
const id = (n: number) => n as ClassId
const labelsOf = ({ db }: Library) =>
  db.read.prepare('SELECT label_class AS label, label_actor AS actor FROM images ORDER BY id').all()

describe('classes', () => {
  it('are added, renamed, recoloured and reordered, and are so after a restart', () => {
    const { library } = photosLibrary()
    const classes = createClasses(library.db)
    expect(classes.add(' Ha\u0308t ')).toEqual({
      ...{ id: 5, name: 'Hät', key: '4', color: 3, images: 0, given: false },
    })
    classes.rename(id(1), 'Cap')
    classes.recolour(id(1), 12)
    classes.setKey(id(2), null)
    classes.setKey(id(1), 'H')
    classes.reorder([5, 3, 1, 2].map(id))
    library.close()
    const again = openLibrary(library.folder, noDataset)
    onTestFinished(() => again.close())
    expect(
      createClasses(again.db)
        .list()
        .map(({ name, key, color }) => [name, key, color]),
    ).toEqual([
      ['Hät', '4', 3],
      ['Shoe', '3', 2],
      ['Cap', 'h', 12],
      ['Dress', null, 1],
    ])
    // The first digit that is free.
    expect(createClasses(again.db).add('Bag')).toMatchObject({ key: '1', color: 0 })
  })

  it.each<[string, (classes: ReturnType<typeof createClasses>) => unknown, string]>([
    ['an empty name', (classes) => classes.add(' '), 'setting-invalid'],
    ['101 characters', (classes) => classes.rename(id(1), '袖'.repeat(101)), 'setting-invalid'],
    ['two lines', (classes) => classes.add('a\nb'), 'setting-invalid'],
    ['a name that differs in case alone', (classes) => classes.add('DRESS'), 'setting-invalid'],
    ['another’s name', (classes) => classes.rename(id(1), 'dress'), 'setting-invalid'],
    ['another’s key', (classes) => classes.setKey(id(1), '2'), 'setting-invalid'],
    ['a key of two letters', (classes) => classes.setKey(id(1), 'ab'), 'setting-invalid'],
    ['a sign as a key', (classes) => classes.setKey(id(1), '?'), 'setting-invalid'],
    ['a class that is not there', (classes) => classes.rename(id(9), 'Bag'), 'class-unknown'],
    ['an order that lacks one', (classes) => classes.reorder([1, 2].map(id)), 'class-unknown'],
    ['an order with one twice', (classes) => classes.reorder([1, 2, 2].map(id)), 'class-unknown'],
  ])('are left as they are by %s', (_, change, code) => {
    const { library } = photosLibrary()
    const classes = createClasses(library.db)
    const before = classes.list()
    expect(() => change(classes)).toThrow(refused(code))
    expect(classes.list()).toEqual(before)
  })

  it('may be renamed in case alone, and are at most 200', () => {
    const { library } = photosLibrary(Array.from({ length: 200 }, (_, n) => `class ${n}`))
    const classes = createClasses(library.db)
    expect(classes.rename(id(1), 'CLASS 0').name).toBe('CLASS 0')
    expect(() => classes.add('one more')).toThrow(refused('setting-invalid'))
  })
})

describe('a class that goes', () => {
  it('gives its images to another as one action, who labelled them stays, and undo brings it back', () => {
    const { library, ids } = photosLibrary()
    const [classes, labels] = [createClasses(library.db), createLabels(library.db)]
    labels.set(ids.slice(0, 3), id(1))
    library.db.write.transaction(() => labelImported(library.db.write, ids[3]!, id(1)))()
    const before = { labels: labelsOf(library), classes: classes.list() }
    const action = labels.removeClass(id(1), id(2))
    expect(action).toMatchObject({ ids: ids.slice(0, 4), classId: 2, removed: { id: 1, name: 'Hat' } })
    expect(classes.list().map(({ name, images }) => [name, images])).toEqual([
      ['Dress', 4],
      ['Shoe', 0],
    ])
    expect(labelsOf(library)[3]).toEqual({ label: 2, actor: 'import' })
    expect(() => labels.set(ids, id(1))).toThrow(refused('class-unknown'))
    expect(labels.undo(action.actionId)).toMatchObject({ removed: { id: 1, name: 'Hat' } })
    expect({ labels: labelsOf(library), classes: classes.list() }).toEqual(before)
  })

  it('comes back beside what has its name and key by then', () => {
    const { library } = photosLibrary()
    const [classes, labels] = [createClasses(library.db), createLabels(library.db)]
    labels.removeClass(id(1), null)
    classes.add('hat')
    expect(labels.undo().removed).toEqual({ id: 1, name: 'Hat 2' })
    expect(classes.list().map(({ name, key }) => [name, key])).toEqual([
      ['Hat 2', null],
      ['Dress', '2'],
      ['Shoe', '3'],
      ['hat', '1'],
    ])
  })

  it('takes what was imported since an undo along when it goes again', () => {
    const { library, ids } = photosLibrary()
    const labels = createLabels(library.db)
    labels.set([ids[0]!], id(1))
    labels.removeClass(id(1), id(2))
    labels.undo()
    library.db.write.transaction(() => labelImported(library.db.write, ids[1]!, id(1)))()
    labels.redo()
    expect(labelsOf(library).slice(0, 2)).toEqual([
      { label: 2, actor: 'person' },
      { label: 2, actor: 'import' },
    ])
    labels.undo()
    expect(labelsOf(library).slice(0, 2)).toEqual([
      { label: 1, actor: 'person' },
      { label: 1, actor: 'import' },
    ])
  })

  it('stays where it is one of two, where it would go to itself, and where it is the dataset’s', () => {
    const { library } = photosLibrary(['Hat', 'Dress'])
    const labels = createLabels(library.db)
    expect(() => labels.removeClass(id(1), id(1))).toThrow(refused('wrong-usage'))
    expect(() => labels.removeClass(id(1), id(2))).toThrow(refused('class-in-use'))
    expect(() => labels.removeClass(id(7), null)).toThrow(refused('class-unknown'))
    const fashion = temporaryLibrary()
    const added = createClasses(fashion.db).add('Hat')
    const ofFashion = createLabels(fashion.db)
    expect(() => ofFashion.removeClass(id(3), added.id)).toThrow(refused('class-in-use'))
    ofFashion.removeClass(added.id, id(3))
    expect(labels.canUndo()).toBe(false)
  })

  it('leaves a library of Fashion-MNIST its images of each class, in whatever order they are', () => {
    const folder = temporaryFolder()
    const first = openLibrary(folder, () => tinyDataset(20, 10, 'embedded'))
    const classes = createClasses(first.db)
    classes.rename(id(1), 'Tee')
    classes.reorder([...classes.list().map((each) => each.id)].reverse())
    first.close()
    const full = openLibrary(folder, () => tinyDataset(30, 10, 'full'))
    onTestFinished(() => full.close())
    const given = full.db.read
      .prepare("SELECT given_class FROM images WHERE split = 'train' ORDER BY dataset_index")
      .pluck()
      .all()
    expect(given).toEqual(Array.from({ length: 30 }, (_, i) => (i % 10) + 1))
  })
})

type Step =
  | { do: 'label'; images: number[]; to: number }
  | { do: 'remove'; class: number; into: number }
  | { do: 'add' | 'undo' | 'redo' }
  | { do: 'rename'; class: number }

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      do: fc.constant('label' as const),
      images: fc.uniqueArray(fc.nat(5), { minLength: 1 }),
      to: fc.nat(9),
    }),
    fc.record({ do: fc.constant('remove' as const), class: fc.nat(9), into: fc.nat(9) }),
    fc.record({ do: fc.constantFrom('add' as const, 'undo' as const, 'undo' as const, 'redo' as const) }),
    fc.record({ do: fc.constant('rename' as const), class: fc.nat(9) }),
  ),
  { maxLength: 25 },
)

/** What a library should be: labels and living classes as undo goes through them; additions and names it leaves alone. */
type Model = {
  at: number
  past: { labels: (number | null)[]; gone: ReadonlySet<number> }[]
  names: Map<number, string>
}

describe('any sequence of labels, changes to classes, undo and redo', () => {
  it('ends as a list of snapshots would', () => {
    fc.assert(
      fc.property(steps, (sequence) => {
        const { library, ids } = photosLibrary()
        const model: Model = {
          at: 0,
          past: [{ labels: ids.map(() => null), gone: new Set() }],
          names: new Map([
            [1, 'Hat'],
            [2, 'Dress'],
            [3, 'Shoe'],
          ]),
        }
        for (const [n, step] of sequence.entries()) {
          perform(library, ids, model, step, n)
          expectSame(library, model)
        }
        library.close()
      }),
      { numRuns: 60 },
    )
  })
})

function perform(library: Library, ids: ImageId[], model: Model, step: Step, n: number): void {
  // Opened anew each time: undo and redo reach back over restarts.
  const [classes, labels] = [createClasses(library.db), createLabels(library.db)]
  const now = model.past[model.at]!
  const living = [...model.names.keys()].filter((each) => !now.gone.has(each))
  const pick = (place: number) => living[place % living.length]!
  const then = (next: Model['past'][number]) => model.past.splice(++model.at, Infinity, next)
  if (step.do === 'add') model.names.set(classes.add(`new ${n}`).id, `new ${n}`)
  else if (step.do === 'rename') {
    classes.rename(id(pick(step.class)), `renamed ${n}`)
    model.names.set(pick(step.class), `renamed ${n}`)
  } else if (step.do === 'label') {
    const to = step.to === 0 ? null : pick(step.to)
    labels.set(
      step.images.map((image) => ids[image]!),
      to as ClassId | null,
    )
    then({ ...now, labels: now.labels.map((label, image) => (step.images.includes(image) ? to : label)) })
  } else if (step.do === 'remove') {
    const [from, into] = [pick(step.class), step.into === 0 ? null : pick(step.into)]
    const remove = () => labels.removeClass(id(from), into as ClassId | null)
    if (from === into || living.length === 2) expect(remove).toThrow()
    else {
      expect(remove().ids).toEqual(ids.filter((_, image) => now.labels[image] === from))
      const moved = now.labels.map((label) => (label === from ? into : label))
      then({ labels: moved, gone: new Set([...now.gone, from]) })
    }
  } else {
    const possible = step.do === 'undo' ? model.at > 0 : model.at < model.past.length - 1
    const run = () => (step.do === 'undo' ? labels.undo() : labels.redo())
    if (possible) run()
    else expect(run).toThrow(refused(`nothing-to-${step.do}`))
    if (possible) model.at += step.do === 'undo' ? -1 : 1
  }
}

function expectSame(library: Library, { at, past, names }: Model): void {
  const { labels, gone } = past[at]!
  expect(labelsOf(library).map((row) => (row as { label: number | null }).label)).toEqual(labels)
  const living = [...names].filter(([each]) => !gone.has(each))
  const shown = createClasses(library.db).list()
  expect(shown.map((each) => [each.id, each.name])).toEqual(living)
  for (const { id: each, images } of shown) {
    expect(images).toBe(labels.filter((label) => label === each).length)
  }
}
