import { flushSync } from 'svelte'
import { beforeEach, expect, it } from 'vitest'
import { MARK } from '../../../../shared/contract/map.ts'
import type { ClassId, ModelId } from '../../../../shared/domain.ts'
import { onScreen } from './camera.ts'
import { Cloud } from './cloud.ts'
import { Hand } from './hand.svelte.ts'
import { Marks } from './marks.ts'
import { MapView } from './view.svelte.ts'

// A map of three images: at the left, at the right, and one in the middle that has no label.
const NAMES = {
  classes: [{ id: 1 as ClassId, name: 'Dress', color: 0, key: null, images: 2, given: true }],
  notGarment: { id: 9 as ClassId, name: 'Not a garment', images: 0 },
}

function made() {
  const cloud = new Cloud({
    ...{ method: 'umap', model: 'v1' as ModelId, ids: Uint32Array.of(10, 20, 30) },
    points: Float32Array.of(-1, 0, 1, 0, 0, 0),
  })
  const bytes = new ArrayBuffer(27)
  const marks = new Marks(bytes, 3)
  marks.labels.set([1, 1, 0])
  new Uint8Array(bytes, 24, 3).fill(MARK.present)
  const view = new MapView(
    () => ({ cloud, marks, version: 0 }),
    () => NAMES,
  )
  view.resize({ width: 400, height: 300 })
  const at = (place: number) =>
    onScreen(view.camera, view.size, { x: cloud.points[2 * place]!, y: cloud.points[2 * place + 1]! })
  return { view, hand: new Hand(() => view), at, cloud }
}

let it_: ReturnType<typeof made>
beforeEach(() => void (it_ = made()))

it('a click chooses the image it meant, and none beside one', () => {
  const { view, hand, at } = it_
  const { x, y } = at(1)
  hand.down({ x: x + 3, y }, false)
  hand.up({ x: x + 4, y: y + 1 })
  expect([...view.chosen]).toEqual([1])
  expect(view.chosenIds).toEqual([20])
  hand.down({ x: 200, y: 20 }, false)
  hand.up({ x: 200, y: 20 })
  expect(view.chosen).toHaveLength(0)
})

it('a drag moves the map as far as the hand, and chooses nothing', () => {
  const { view, hand, at } = it_
  const before = at(2)
  hand.down({ x: 100, y: 100 }, false)
  hand.move({ x: 130, y: 110 })
  expect(hand.dragging).toBe(true)
  hand.up({ x: 130, y: 110 })
  expect(at(2).x).toBeCloseTo(before.x + 30, 3)
  expect(at(2).y).toBeCloseTo(before.y + 10, 3)
  expect(view.chosen).toHaveLength(0)
  view.fit()
  expect(at(2)).toEqual(before)
})

it('a lasso, by Shift or by the tool, chooses what is within it, but for what is switched off', () => {
  const { view, hand } = it_
  const around = (lasso: boolean) => {
    hand.down({ x: 10, y: 10 }, lasso)
    for (const [x, y] of [
      [250, 10],
      [250, 290],
      [10, 290],
    ] as const)
      hand.move({ x, y })
    expect(hand.path.length).toBe(4)
    hand.up({ x: 10, y: 290 })
    expect(hand.path).toEqual([])
  }
  around(true)
  expect(view.chosenIds).toEqual([10, 30])
  expect(view.chosenCounts).toEqual([1, 0, 1])
  view.toggle(view.grouping.groups.at(-1)!)
  view.use('lasso')
  around(false)
  expect(view.chosenIds).toEqual([10])
  view.toggle(view.grouping.groups.at(-1)!)
  around(false)
  expect(view.chosenIds).toEqual([10, 30])
})

it('keys move, zoom, choose in the middle and let go; others are left alone', () => {
  const { view, hand, at } = it_
  const before = at(0)
  expect(hand.key('ArrowRight')).toBe(true)
  expect(at(0).x).toBeCloseTo(before.x - 40, 3)
  hand.key('ArrowLeft')
  hand.key('+')
  expect(view.camera.scale).toBeGreaterThan(126)
  hand.key('-')
  hand.key('0')
  hand.key(' ')
  expect(view.chosenIds).toEqual([30])
  hand.key('Escape')
  expect(view.chosenIds).toEqual([])
  expect(hand.key('x')).toBe(false)
})

it('the pointer shows what it is over, and the wheel brings closer what it is over', () => {
  const { view, hand, at } = it_
  const there = at(1)
  hand.move(there)
  expect(view.hovered).toBe(1)
  hand.wheel(there, { deltaY: -1000, deltaMode: 0 })
  expect(view.hovered).toBeUndefined()
  expect(at(1).x).toBeCloseTo(there.x, 3)
  expect(at(0).x).toBeLessThan(0)
  hand.move(there)
  hand.leave()
  expect(view.hovered).toBeUndefined()
})

it('what was chosen stays so by its image when another map is shown', () => {
  const { view, cloud } = it_
  view.choose(Uint32Array.of(0, 2))
  const next = new Cloud({
    ...{ method: 'pca', model: 'v1' as ModelId, ids: Uint32Array.of(30, 40, 10) },
    points: new Float32Array(6),
  })
  view.moved(cloud, next)
  flushSync()
  expect([...view.chosen]).toEqual([0, 2])
})
