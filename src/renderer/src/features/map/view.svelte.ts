import type { ImageId } from '../../../../shared/domain.ts'
import { fitted, panned, zoomed, type Camera, type Point, type Size } from './camera.ts'
import type { Cloud } from './cloud.ts'
import { grouped, HIDDEN, type Colouring, type Group, type Grouping, type Names } from './colouring.ts'
import type { Marks } from './marks.ts'

/** How far from a point a pointer still means it, CSS pixels. */
const REACH = 8
const NO_PLACES = new Uint32Array(0)
const NO_GROUPS: Grouping = { groups: [], of: new Uint8Array(0), counts: [] }

export type Tool = 'move' | 'lasso'

/** What is looked at: a map, what its images are coloured by, and what has changed of that since. */
export type Shown = { cloud: Cloud; marks: Marks; version: number }

/** A map as one looks at it: which part, in what colours, and what is meant. */
export class MapView {
  readonly #shown: () => Shown | null
  readonly #names: () => Names | null
  #size = $state.raw<Size>({ width: 1, height: 1 })
  /** Null: all of it. */
  #camera = $state.raw<Camera | null>(null)
  #colouring = $state<Colouring>('label')
  #hidden = $state.raw<ReadonlySet<string>>(new Set())
  #highlighted = $state<string | null>(null)
  #chosen = $state.raw<Uint32Array<ArrayBuffer>>(NO_PLACES)
  #hovered = $state<number | undefined>()
  #tool = $state<Tool>('move')
  #grouping = $derived.by(() => this.#group())
  #chosenIds = $derived.by(() => {
    const cloud = this.#shown()?.cloud
    return cloud ? Array.from(this.#chosen, (place) => cloud.id(place)) : []
  })
  #visible = $derived(this.#grouping.groups.map(({ key }) => !this.#hidden.has(key)))

  constructor(shown: () => Shown | null, names: () => Names | null) {
    this.#shown = shown
    this.#names = names
  }

  get camera(): Camera {
    return this.#camera ?? fitted(this.#size)
  }
  get size() {
    return this.#size
  }
  get colouring() {
    return this.#colouring
  }
  get grouping(): Grouping {
    return this.#grouping
  }
  /** Key of the group that is looked for. */
  get highlighted() {
    return this.#highlighted
  }
  get tool() {
    return this.#tool
  }
  /** Places that a lasso or a click chose, ascending. */
  get chosen(): Uint32Array<ArrayBuffer> {
    return this.#chosen
  }
  get chosenIds(): readonly ImageId[] {
    return this.#chosenIds
  }
  /** The place under the pointer. */
  get hovered() {
    return this.#hovered
  }

  isHidden({ key }: Group): boolean {
    return this.#hidden.has(key)
  }

  /** How many of the chosen ones are of each group. */
  get chosenCounts(): number[] {
    const { groups, of } = this.#grouping
    const counts = groups.map(() => 0)
    for (const place of this.#chosen) if (of[place] !== HIDDEN) counts[of[place]!]!++
    return counts
  }

  resize(size: Size) {
    this.#size = size
  }

  pan(dx: number, dy: number) {
    this.#camera = panned(this.camera, dx, dy)
  }

  /** @param at what stays where it is, on the screen; by default its middle */
  zoom(factor: number, at: Point = { x: this.#size.width / 2, y: this.#size.height / 2 }) {
    this.#camera = zoomed(this.camera, this.#size, factor, at)
  }

  fit() {
    this.#camera = null
  }

  use(tool: Tool) {
    this.#tool = tool
  }

  colourBy(colouring: Colouring) {
    this.#colouring = colouring
    this.#hidden = new Set()
    this.#highlighted = null
  }

  /** Switches a group off, or on again. */
  toggle({ key }: Group) {
    const hidden = new Set(this.#hidden)
    if (!hidden.delete(key)) hidden.add(key)
    this.#hidden = hidden
    this.#hovered = undefined
  }

  highlight(group: Group | null) {
    this.#highlighted = group?.key ?? null
  }

  hover(at: Point | null) {
    this.#hovered = at === null ? undefined : this.at(at)
  }

  /** The image at a point of the map; none of those that are switched off. */
  at(point: Point, reach = REACH): number | undefined {
    return this.#shown()?.cloud.nearest(point, reach / this.camera.scale, (place) => this.#counts(place))
  }

  /** @param polygon on the map */
  lasso(polygon: readonly Point[]) {
    this.choose(this.#shown()?.cloud.inside(polygon, (place) => this.#counts(place)) ?? NO_PLACES)
  }

  choose(places: Uint32Array<ArrayBuffer>) {
    this.#chosen = places
  }

  /** All images of a group, whether it is switched on or not. */
  idsOf(group: Group): ImageId[] {
    const { groups, of } = this.#grouping
    const wanted = groups.indexOf(group)
    const cloud = this.#shown()?.cloud
    const ids: ImageId[] = []
    for (let place = 0; place < of.length; place++) if (of[place] === wanted) ids.push(cloud!.id(place))
    return ids
  }

  /** Another map is shown: what was chosen stays so by its image. */
  moved(from: Cloud | null, to: Cloud) {
    const ids = from ? Array.from(this.#chosen, (place) => from.id(place)) : []
    const places = ids.map((id) => to.place(id)).filter((place) => place !== undefined)
    this.#chosen = Uint32Array.from(places).sort()
    this.#hovered = undefined
  }

  #counts(place: number): boolean {
    const group = this.#grouping.of[place]!
    return group !== HIDDEN && this.#visible[group]!
  }

  #group(): Grouping {
    const [shown, names] = [this.#shown(), this.#names()]
    return shown && names ? grouped(this.#colouring, names, shown.marks, shown.cloud.length) : NO_GROUPS
  }
}
