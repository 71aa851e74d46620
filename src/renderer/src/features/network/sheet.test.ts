import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barsOf, barsPath } from './bars.ts'
import { indexAt, layoutOf } from './sheet.ts'

describe('a sheet', () => {
  const some = fc.record({
    count: fc.integer({ min: 1, max: 600 }),
    width: fc.integer({ min: 1, max: 128 }),
    height: fc.integer({ min: 1, max: 128 }),
  })

  it('finds each picture where it lies, and lies within the room it has', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 200, max: 2400 }), fc.nat(599), (pictures, room, any) => {
        const layout = layoutOf(pictures, room)
        const index = any % pictures.count
        const x = (index % layout.columns) * layout.stepX
        const y = Math.floor(index / layout.columns) * layout.stepY
        expect(indexAt(layout, pictures.count, x, y)).toBe(index)
        expect(x + pictures.width * layout.factor).toBeLessThanOrEqual(layout.width)
        expect(y + pictures.height * layout.factor).toBeLessThanOrEqual(layout.height)
        expect(layout.width).toBeLessThanOrEqual(room)
      }),
    )
  })

  it('has no picture beside itself or behind the last', () => {
    const layout = layoutOf({ count: 3, width: 28, height: 28 }, 120)
    expect([layout.columns, layout.rows]).toEqual([2, 2])
    expect(indexAt(layout, 3, layout.stepX, layout.stepY)).toBeNull()
    expect(indexAt(layout, 3, 2 * layout.stepX, 0)).toBeNull()
    expect(indexAt(layout, 3, -1, 0)).toBeNull()
  })
})

describe('bars', () => {
  it('are a value each where there is room, else the one furthest from zero of some', () => {
    const values = Float32Array.of(1, -5, 2, 0, 3)
    expect([...barsOf(values, 100).values]).toEqual([...values])
    const few = barsOf(values, 5)
    expect({ ...few, values: [...few.values], places: [...few.places] }).toEqual({
      each: 2,
      values: [-5, 2, 3],
      places: [1, 2, 4],
    })
  })

  it('go up and down from zero within a height of one', () => {
    expect(barsPath(Float32Array.of(3, 0, -1))).toBe('M0 0.75v-0.75h.8V0.75zM2 0.75v0.25h.8V0.75z')
    expect(barsPath(Float32Array.of(0, 0))).toBe('')
  })
})
