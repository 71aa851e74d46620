import { MAX_CLASSES } from '../../../shared/contract/classes.ts'
import type { ClassInfo } from '../../../shared/contract/library.ts'
import type { ClassId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { LibraryDatabase } from '../library/database.ts'
import { listClasses } from './list.ts'
import { checkedKey, checkedName, invalid } from './naming.ts'

/** Digits as the first classes get them. */
const DIGITS = [...'1234567890']

/** What can be changed of classes but for taking one away, which is a label action (labels/labels.ts). */
export type Classes = {
  /** Those that live, in their order. */
  list(): ClassInfo[]
  /** At the end, with the first digit and colour that are free. @throws `setting-invalid` */
  add(name: string): ClassInfo
  /** @throws `setting-invalid`, `class-unknown` */
  rename(id: ClassId, name: string): ClassInfo
  /** @param color slot in the renderer's palette @throws `class-unknown` */
  recolour(id: ClassId, color: number): ClassInfo
  /** @param key one letter or digit, or null for none @throws `setting-invalid`, `class-unknown` */
  setKey(id: ClassId, key: string | null): ClassInfo
  /** @param ids all that live @throws `class-unknown` for any others */
  reorder(ids: ClassId[]): ClassInfo[]
}

/** The classes of a library. Every change is committed when its function returns, or nothing has changed. */
export function createClasses({ read, write }: LibraryDatabase): Classes {
  const change = <T>(run: () => T): T => write.transaction(run).immediate()
  const find = (id: ClassId): ClassInfo => {
    const found = listClasses(write).find((each) => each.id === id)
    if (!found) throw classUnknown()
    return found
  }
  const others = (id: ClassId) => listClasses(write).filter((each) => each.id !== id)
  return {
    list: () => listClasses(read),
    add: (text) =>
      change(() => {
        const all = listClasses(write)
        const name = checkedName(
          text,
          all.map((each) => each.name),
        )
        if (all.length >= MAX_CLASSES)
          throw invalid(`A library has at most ${MAX_CLASSES} classes.`, 'Merge two, or delete one.')
        const key = DIGITS.find((digit) => all.every((each) => each.key !== digit)) ?? null
        const color = all.findIndex((_, slot) => all.every((each) => each.color !== slot))
        const { lastInsertRowid } = write
          .prepare(
            `INSERT INTO all_classes (position, name, key, color)
             VALUES ((SELECT max(position) + 1 FROM all_classes), ?, ?, ?)`,
          )
          .run(name, key, color < 0 ? all.length : color)
        return find(Number(lastInsertRowid) as ClassId)
      }),
    rename: (id, text) =>
      change(() => {
        const before = find(id)
        const name = checkedName(
          text,
          others(id).map((each) => each.name),
        )
        if (name !== before.name) write.prepare('UPDATE all_classes SET name = ? WHERE id = ?').run(name, id)
        return { ...before, name }
      }),
    recolour: (id, color) =>
      change(() => {
        const before = find(id)
        write.prepare('UPDATE all_classes SET color = ? WHERE id = ?').run(color, id)
        return { ...before, color }
      }),
    setKey: (id, text) =>
      change(() => {
        const before = find(id)
        const key = text === null ? null : checkedKey(text)
        const owner = key !== null && others(id).find((each) => each.key === key)
        if (owner)
          throw invalid(`${key!.toUpperCase()} is the key of ${owner.name}.`, 'Choose another, or none.')
        write.prepare('UPDATE all_classes SET key = ? WHERE id = ?').run(key, id)
        return { ...before, key }
      }),
    reorder: (ids) =>
      change(() => {
        const living = new Set(listClasses(write).map(({ id }) => id))
        if (
          ids.length !== living.size ||
          new Set(ids).size !== ids.length ||
          ids.some((id) => !living.has(id))
        )
          throw new HaberdashError(
            'class-unknown',
            'The classes have changed meanwhile, so their order was kept.',
            {
              todo: 'Look at them and try again.',
            },
          )
        const move = write.prepare('UPDATE all_classes SET position = ? WHERE id = ?')
        for (const [position, id] of ids.entries()) move.run(position, id)
        return listClasses(write)
      }),
  }
}

export const classUnknown = () =>
  new HaberdashError('class-unknown', 'This class is not in the library any more.', {
    todo: 'Choose another class.',
  })
