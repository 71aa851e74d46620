import { expect, it } from 'vitest'
import { Filter } from '../../../shared/contract/browse.ts'
import type { SetId } from '../../../shared/contract/sets.ts'
import { populated, spec } from '../browse/testing.ts'
import { createViews } from '../views/views.ts'
import { createSets } from './sets.ts'

const listed = (...ids: number[]) => Uint32Array.from(ids).buffer

it('a kept list is shown in its order, once each, and what is gone from it is left out', () => {
  const { library, index } = populated()
  const sets = createSets(library)
  const { id, images } = sets.keep('Lasso on the map', listed(40, 7, 99_999, 7, 12))
  expect(images).toBe(4)
  const view = (sort: 'as-listed' | 'oldest', filter = {}) => [
    ...index.view(spec(sort, { set: id, ...filter }), null),
  ]
  expect(view('as-listed')).toEqual([40, 7, 12])
  expect(view('oldest')).toEqual([7, 12, 40])
  expect(view('as-listed', { labelledBy: ['person'] })).toEqual([7, 12])
  expect(sets.get(id)).toEqual({ id, name: 'Lasso on the map', images: 4 })
})

it('a list that is gone holds no image', () => {
  const { library, index } = populated()
  const sets = createSets(library)
  expect(sets.get(5 as SetId)).toBeNull()
  expect(index.count(Filter.parse({ set: 5 }), null)).toBe(0)
})

it('the newest hundred stay, and those that a saved view goes by', () => {
  const { library } = populated()
  const sets = createSets(library)
  const [saved, other] = [sets.keep('saved', listed(1)).id, sets.keep('other', listed(2)).id]
  createViews(library.db).save('mine', spec('as-listed', { set: saved }))
  for (let n = 0; n < 100; n++) sets.keep(`later ${n}`, listed(n + 1))
  expect(sets.get(saved)?.name).toBe('saved')
  expect(sets.get(other)).toBeNull()
})

it('bytes that are no list of ids are refused', () => {
  const { library } = populated()
  const refused = expect.objectContaining({ code: 'wrong-usage' })
  expect(() => createSets(library).keep('odd', new ArrayBuffer(7))).toThrow(refused)
  expect(() => createSets(library).keep('long', new ArrayBuffer(4_000_004))).toThrow(refused)
})
