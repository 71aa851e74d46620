import BetterSqlite3 from 'better-sqlite3'
import type { Page } from 'playwright'
import type { ImageId } from '../src/shared/domain.ts'
import { Random } from '../src/shared/random.ts'
import { rounded, spread } from './numbers.ts'

const PRESSES = 200
/** Between two presses, from the label's appearing. */
const REST_MS = 60
const MANY = 10_000
const REPEATS = 3

type Labels = Map<ImageId, number | null>

const labelsIn = (file: string): Labels => {
  const db = new BetterSqlite3(file, { readonly: true })
  const rows = db.prepare('SELECT id, label_class FROM images').raw().all() as [ImageId, number | null][]
  db.close()
  return new Map(rows)
}

const toTop = (page: Page) =>
  page.evaluate(async () => {
    window.haberdash.browse.selection.only(0)
    await window.bench.untilFocused()
    document.querySelector<HTMLElement>('[role=grid]')!.focus()
  })

/** Single presses, each on the image that the one before went on to. Throws where SQLite has not what was shown. */
export async function pressKeys(page: Page, file: string, seed: number) {
  await toTop(page)
  const random = new Random(seed, 'bench keys')
  const wanted = new Map<ImageId, number>()
  const all: number[] = []
  for (let n = 0; n < PRESSES; n++) {
    const { key, id, classId } = await page.evaluate((random) => {
      const { shown, ...meant } = window.bench.meanToLabel(random)
      window.bench.waiting = shown
      return meant
    }, random.next())
    await page.keyboard.press(key)
    all.push(await page.evaluate(() => window.bench.waiting!))
    wanted.set(id, classId)
    await page.waitForTimeout(REST_MS)
  }
  const kept = labelsIn(file)
  const wrong = [...wanted].filter(([id, classId]) => kept.get(id) !== classId).length
  if (wrong > 0 || wanted.size !== PRESSES) throw new Error(`${wrong} of ${wanted.size} labels are not kept.`)
  return spread(all)
}

/** Very many at once, and the undo of that. Throws where SQLite has not what was shown. */
export async function bulk(page: Page, file: string) {
  const labelled: number[] = []
  const undone: number[] = []
  for (let n = 0; n < REPEATS; n++) {
    await toTop(page)
    const { ids, names, key, classId, name } = await page.evaluate((many) => {
      const { browse, library } = window.haberdash
      const { classes } = library.info!
      const { id: classId, name, key } = classes[many % classes.length]!
      const ids = browse.view.slice(0, many)
      return { ids, names: classes.map((info) => [info.id, info.name] as const), key: key!, classId, name }
    }, MANY + n)
    const chosen = ids.slice(0, MANY)
    const before = labelsIn(file)
    const nameOf = new Map<number | null, string>(names)
    const old = chosen.map((id) => nameOf.get(before.get(id)!) ?? '')
    await page.evaluate(async (last) => {
      window.haberdash.browse.selection.extend(last)
      await window.bench.untilFull()
    }, MANY - 1)
    labelled.push(await timed(page, key, new Array<string>(MANY).fill(name)))
    const during = labelsIn(file)
    await page.waitForTimeout(1000)
    undone.push(await timed(page, 'u', old))
    const after = labelsIn(file)
    await page.waitForTimeout(1000)
    if (!chosen.every((id) => during.get(id) === classId && after.get(id) === before.get(id)))
      throw new Error('Not all labels are kept.')
  }
  return { images: MANY, label: labelled.map(rounded), undo: undone.map(rounded) }
}

async function timed(page: Page, key: string, expected: string[]): Promise<number> {
  await page.evaluate((expected) => {
    window.bench.waiting = window.bench.untilLabelsFromKey(expected)
  }, expected)
  await page.keyboard.press(key)
  return page.evaluate(() => window.bench.waiting!)
}
