import type { Filter, Sort } from '../src/shared/contract/browse.ts'
import type { ImageId } from '../src/shared/domain.ts'
import type { App } from '../src/renderer/src/features/shell/app.svelte.ts'

/** A tile on screen. `label`: null while nothing is known of its image, "" where that has none. */
type Tile = { place: number; label: string | null; painted: boolean }
type Screen = { tiles: Tile[]; covered: boolean }

/** What the fling saw: how long each tile on screen had no picture, each frame, and what looking cost; milliseconds. */
export type Fling = { blank: number[]; frames: number[]; looking: number[] }

/** In the page: it asks what is on screen, by roles and pixels alone. */
export type Probe = {
  screen(): Screen
  /** When every tile on screen has its picture and label, and that frame has been painted: `performance.now()`. */
  untilFull(): Promise<number>
  /** Also that the focused image is known. */
  untilFocused(): Promise<number>
  /** When all tiles on screen have these labels, by place; others don't count. */
  untilLabels(expected: readonly string[]): Promise<number>
  /** Milliseconds until another view is on screen, and how many images it has. */
  show(filter: Filter, sort: Sort): Promise<{ ms: number; images: number }>
  /** Chooses a class other than the focused image's. `shown`: milliseconds from its key to its name on the tile. */
  meanToLabel(random: number): { id: ImageId; classId: number; key: string; shown: Promise<number> }
  /** Milliseconds from the next key until all of them show their label. */
  untilLabelsFromKey(expected: readonly string[]): Promise<number>
  fling(ms: number, looked: boolean): Promise<Fling>
  /** Milliseconds from the choice of a library, in the document before this one, until its grid is full. */
  opened: Promise<number> | null
  waiting: Promise<number> | null
}

declare global {
  interface Window {
    /** Only in a build for the bench. */
    haberdash: App
    bench: Probe
  }
}

/** Runs at the beginning of every document; nothing of this file is there but what is in it. */
export function installProbe(): void {
  const SAMPLE = 8
  const CHOSEN = 'bench-chosen'
  const scratch = document.createElement('canvas')
  const pen = scratch.getContext('2d', { willReadFrequently: true })!

  const grid = () => document.querySelector<HTMLElement>('[role=grid]')
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  /** After the frame that has what is in the document now. */
  const painted = async () => {
    await frame()
    await new Promise((resolve) => setTimeout(resolve))
    return performance.now()
  }
  const until = async (true_: () => boolean) => {
    while (!true_()) await frame()
    return painted()
  }
  const labelOf = (tile: Element) => {
    const name = tile.getAttribute('aria-label') ?? ''
    return name === 'Loading' ? null : (/, label ([^,]+)/.exec(name)?.[1] ?? '')
  }

  /** Which of the tiles have pixels that differ from each other on the canvas that lies there. */
  function pictures(tiles: HTMLElement[], boxes: DOMRect[], canvases: HTMLCanvasElement[]): boolean[] {
    const places = canvases.map((canvas) => ({ canvas, box: canvas.getBoundingClientRect() }))
    scratch.width = SAMPLE * Math.max(1, tiles.length)
    scratch.height = SAMPLE
    boxes.forEach((box, i) => {
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2]
      const at = places.find(
        ({ box: { left, right, top, bottom } }) => x > left && x < right && y > top && y < bottom,
      )
      if (!at || at.canvas.width === 0) return
      const scale = at.canvas.width / at.box.width
      const [left, top] = [(box.left - at.box.left) * scale, (box.top - at.box.top) * scale]
      pen.drawImage(
        at.canvas,
        left,
        top,
        box.width * scale,
        box.height * scale,
        i * SAMPLE,
        0,
        SAMPLE,
        SAMPLE,
      )
    })
    const pixels = new Uint32Array(pen.getImageData(0, 0, scratch.width, SAMPLE).data.buffer)
    return tiles.map((tile, i) => {
      const photo = tile.querySelector('img')
      if (photo) return photo.complete && photo.naturalWidth > 0
      // Not at the edges, where the line between two tiles is.
      const inner = [2, 3, 4, 5].flatMap((y) =>
        [2, 3, 4, 5].map((x) => pixels[y * scratch.width + i * SAMPLE + x]),
      )
      return inner.some((pixel) => pixel !== inner[0])
    })
  }

  function screen(): Screen {
    const element = grid()
    if (!element) return { tiles: [], covered: false }
    const window = element.getBoundingClientRect()
    const all = [...element.querySelectorAll<HTMLElement>('[role=gridcell][data-place]')]
    const seen = all
      .map((tile) => ({ tile, box: tile.getBoundingClientRect() }))
      .filter(({ box }) => box.bottom > window.top + 1 && box.top < window.bottom - 1)
    const canvases = [...element.querySelectorAll('canvas')]
    const drawn = pictures(
      seen.map(({ tile }) => tile),
      seen.map(({ box }) => box),
      canvases,
    )
    const tiles = seen.map(({ tile }, i) => ({
      ...{ place: Number(tile.dataset.place), label: labelOf(tile), painted: drawn[i]! },
    }))
    const top = Math.min(...seen.map(({ box }) => box.top))
    const bottom = Math.max(...seen.map(({ box }) => box.bottom))
    const lastRow = element.querySelector(`[aria-rowindex="${element.getAttribute('aria-rowcount')}"]`)
    const ends = seen.some(({ tile }) => lastRow?.contains(tile))
    return { tiles, covered: top <= window.top + 1 && (ends || bottom >= window.bottom - 1) }
  }

  const full = () => {
    const { tiles, covered } = screen()
    return covered && tiles.every((tile) => tile.label !== null && tile.painted)
  }
  const labelled = (expected: readonly string[]) => {
    const { tiles } = screen()
    const meant = tiles.filter(({ place }) => place < expected.length)
    return meant.length > 0 && meant.every(({ place, label }) => label === expected[place])
  }
  const nextKey = () =>
    new Promise<number>((resolve) =>
      addEventListener('keydown', (event) => resolve(event.timeStamp), { capture: true, once: true }),
    )

  /** Ten flings, each fast at first and slow at its end. */
  function topAt(share: number, range: number): number {
    const fling = Math.min(9, Math.floor(share * 10))
    return ((fling + 1 - (1 - (share * 10 - fling)) ** 3) / 10) * range
  }

  async function fling(ms: number, looked: boolean): Promise<Fling> {
    const element = grid()!
    const range = element.scrollHeight - element.clientHeight
    const found: Fling = { blank: [], frames: [], looking: [] }
    let since = new Map<number, number>()
    let had = new Set<number>()
    const look = () => {
      const began = performance.now()
      const { tiles, covered } = screen()
      const blank = tiles.filter((tile) => !tile.painted).map(({ place }) => place)
      if (!covered) blank.push(-1)
      const still = new Map(blank.map((place) => [place, since.get(place) ?? began]))
      const has = new Set(tiles.filter((tile) => tile.painted).map(({ place }) => place))
      for (const place of has) if (!had.has(place)) found.blank.push(began - (since.get(place) ?? began))
      // Those that have left the screen without ever having had a picture, too.
      for (const [place, from] of since)
        if (!still.has(place) && !has.has(place)) found.blank.push(began - from)
      ;[since, had] = [still, has]
      found.looking.push(performance.now() - began)
    }
    const begun = performance.now()
    for (let last = begun, now = begun; now - begun < ms; last = now) {
      element.scrollTop = topAt(Math.min(1, (now - begun) / ms), range)
      await frame()
      if (looked) look()
      now = performance.now()
      found.frames.push(now - last)
    }
    element.scrollTop = range
    for (const end = performance.now(); looked && !full() && performance.now() - end < 5000; look())
      await frame()
    return found
  }

  const chosen = sessionStorage.getItem(CHOSEN)
  sessionStorage.removeItem(CHOSEN)
  addEventListener(
    'click',
    (event) => {
      const item = event.target instanceof Element && event.target.closest('[role=menuitem]')
      if (item) sessionStorage.setItem(CHOSEN, String(performance.timeOrigin + event.timeStamp))
    },
    { capture: true },
  )
  window.bench = {
    screen,
    waiting: null,
    untilFull: () => until(full),
    untilFocused: () => until(() => full() && window.haberdash.browse.focusedRow !== undefined),
    untilLabels: (expected) => until(() => labelled(expected)),
    async untilLabelsFromKey(expected) {
      const began = await nextKey()
      return (await until(() => labelled(expected))) - began
    },
    async show(filter, sort) {
      const { browse } = window.haberdash
      const began = performance.now()
      await browse.show(filter, sort)
      const images = browse.view.length
      return { ms: (await (images === 0 ? painted() : until(full))) - began, images }
    },
    meanToLabel(random) {
      const { browse, library } = window.haberdash
      const row = browse.focusedRow!
      const others = library.info!.classes.filter(({ id }) => id !== row.label)
      const { id, name, key } = others[Math.floor(random * others.length)]!
      const tile = `[data-place="${browse.selection.focus}"]`
      const shown = nextKey().then(
        (began) =>
          new Promise<number>((resolve) => {
            const look = () => {
              const element = document.querySelector(tile)
              if (!element || labelOf(element) !== name) return
              changes.disconnect()
              void painted().then((now) => resolve(now - began))
            }
            const changes = new MutationObserver(look)
            changes.observe(grid()!, { subtree: true, attributeFilter: ['aria-label'] })
          }),
      )
      return { id: row.id, classId: id, key: key!, shown }
    },
    fling,
    opened: null,
  }
  if (chosen !== null)
    window.bench.opened = until(full).then((now) => performance.timeOrigin + now - Number(chosen))
}
