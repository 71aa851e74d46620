import type { ClassId } from '../../../shared/domain.ts'

/** Ids by their label (null: none), each group in the order given; labels in the order of their ids, none first. */
export function groupedBy(
  label: Uint16Array,
  ids: Uint32Array,
): Map<ClassId | null, Uint32Array<ArrayBuffer>> {
  const sizes = new Map<number, number>()
  for (const id of ids) sizes.set(label[id]!, (sizes.get(label[id]!) ?? 0) + 1)
  const order = [...sizes].sort(([a], [b]) => a - b)
  const groups = new Map(order.map(([of, size]) => [of, { ids: new Uint32Array(size), next: 0 }]))
  for (const id of ids) {
    const group = groups.get(label[id]!)!
    group.ids[group.next++] = id
  }
  return new Map(order.map(([of]) => [(of || null) as ClassId | null, groups.get(of)!.ids]))
}
