import { expect, test } from 'vitest'
import { classId, image } from '../../lib/testing/samples.ts'
import { Columns } from './columns.svelte.ts'
import { Focus } from './focus.svelte.ts'

const GRID = { across: 2, page: 3 }
const [SHIRT, COAT, BAG, NONE] = [1, 2, 3, 9].map(classId)

const info = (id: number) => ({
  ...{ id: classId(id), name: `class ${id}`, key: null, color: 0, images: 0, given: true },
})
const ORDER = {
  classes: [1, 2, 3].map(info),
  notGarment: { id: NONE!, name: 'Not a garment', images: 0 },
}

/** Shirts from 100 on, coats none, bags from 300 on. */
function setUp({ shirts = 5, bags = 9 } = {}) {
  const columns = new Columns()
  const ids = (first: number, length: number) => Uint32Array.from({ length }, (_, at) => first + at)
  columns.load(
    new Map([
      [SHIRT!, ids(100, shirts)],
      [COAT!, ids(200, 0)],
      [BAG!, ids(300, bags)],
    ]),
    ORDER,
  )
  const focus = new Focus(columns)
  focus.restart()
  const press = (...kinds: Parameters<Focus['move']>[0][]) =>
    kinds.forEach((kind) => focus.move(kind, GRID, false))
  return { columns, focus, press, shirts: columns.get(SHIRT!), bags: columns.get(BAG!) }
}

test('begins at the first image of the first column that has any', () => {
  expect(setUp().focus.targets()).toEqual([100])
  expect(setUp({ shirts: 0 }).focus.targets()).toEqual([300])
  expect(setUp({ shirts: 0, bags: 0 }).focus.targets()).toEqual([])
})

test('arrows stay within a column up to its edge, and go over it to the next one with images, as high', () => {
  const { focus, press } = setUp()
  press('down', 'right')
  expect(focus.id).toBe(103)
  press('right')
  expect(focus.id).toBe(302)
  press('left')
  expect(focus.id).toBe(103)
  press('left', 'left')
  expect(focus.id).toBe(102)
})

test('as high means on screen, however far each is scrolled', () => {
  const { focus, press, shirts, bags } = setUp({ shirts: 40, bags: 40 })
  shirts.scrolled(20, 0)
  bags.scrolled(8, 0)
  focus.pick(shirts, 23, 'only')
  press('right')
  expect(focus.place).toBe(10)
})

test('a shorter neighbour is entered at its last image', () => {
  const { focus, press, bags } = setUp()
  focus.pick(bags, 8, 'only')
  press('left')
  expect(focus.id).toBe(104)
})

test('Home and End are the ends of the column', () => {
  const { focus, press } = setUp()
  press('end')
  expect(focus.id).toBe(104)
  press('home')
  expect(focus.id).toBe(100)
})

test('Shift selects within the column and does not leave it', () => {
  const { focus, shirts, bags } = setUp()
  focus.move('right', GRID, true)
  focus.move('right', GRID, true)
  expect(focus.targets()).toEqual([100, 101])
  focus.pick(shirts, 4, 'extend')
  expect(focus.picked.count).toBe(5)
  focus.pick(bags, 2, 'extend')
  expect(focus.targets()).toEqual([302])
})

test('Ctrl-click selects over all columns', () => {
  const { focus, shirts, bags } = setUp()
  focus.pick(bags, 1, 'toggle')
  focus.pick(shirts, 2, 'toggle')
  expect(focus.targets()).toEqual([100, 301, 102])
  focus.pick(bags, 1, 'toggle')
  expect(focus.targets()).toEqual([100, 102])
  focus.only()
  expect(focus.targets()).toEqual([301])
  focus.all()
  expect(focus.picked.count).toBe(9)
})

test('reached with Tab, a column takes the focus, and the selection if that is one image', () => {
  const { focus, bags, shirts, columns } = setUp()
  focus.enter(bags, 4)
  expect(focus.targets()).toEqual([304])
  focus.pick(bags, 5, 'extend')
  focus.enter(shirts, 99)
  expect([focus.id, focus.picked.list()]).toEqual([104, [304, 305]])
  focus.enter(columns.get(COAT!), 0)
  expect([focus.column?.id, focus.id]).toEqual([COAT, undefined])
})

test('a step at the end of a column stays', () => {
  const { focus, shirts } = setUp()
  focus.pick(shirts, 4, 'only')
  focus.advance()
  expect(focus.targets()).toEqual([104])
})

test('goes to the first of the images that is on the board', () => {
  const { focus } = setUp()
  const { led } = focus
  focus.reveal([7, 304, 101].map(image))
  expect(focus.targets()).toEqual([304])
  expect(focus.led).toBeGreaterThan(led)
  focus.reveal([image(7)])
  expect(focus.targets()).toEqual([304])
})
