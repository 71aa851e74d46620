import type { LibraryInfo } from '../../../../shared/contract/library.ts'
import type { ImageId } from '../../../../shared/domain.ts'
import { Column, type ColumnId } from './column.svelte.ts'

type Order = Pick<LibraryInfo, 'classes' | 'notGarment'>

/** So few images are looked for one by one, by which a million others need not be asked. */
const FEW = 20

/** The columns of the board: no label, the classes in their order, what is no garment. */
export class Columns {
  readonly #all = new Map<ColumnId, Column>()
  #shown = $state.raw<readonly Column[]>([])

  /** Those without a class only if they have images, or had. */
  get shown() {
    return this.#shown
  }

  get(id: ColumnId): Column {
    const known = this.#all.get(id)
    if (known) return known
    const made = new Column(id)
    this.#all.set(id, made)
    return made
  }

  /** The column that an image is in. */
  of(image: ImageId): Column | undefined {
    return this.#shown.find((column) => column.placeOf(image) !== -1)
  }

  /** Those of the images that are on the board. */
  known(ids: readonly ImageId[]): ImageId[] {
    const asked = new Set(ids)
    return this.#holding(ids).flatMap((column) => column.among(asked))
  }

  load(images: ReadonlyMap<ColumnId, Uint32Array<ArrayBuffer>>, order: Order) {
    for (const [id, ids] of images) this.get(id).load(ids)
    this.arrange(order)
  }

  arrange({ classes, notGarment }: Order) {
    const known = classes.map(({ id }) => this.get(id))
    const extra = (id: ColumnId) => [this.get(id)].filter(({ used }) => used)
    const shown = [...extra(null), ...known, ...extra(notGarment.id)]
    if (shown.length !== this.#shown.length || shown.some((column, at) => column !== this.#shown[at]))
      this.#shown = shown
  }

  /** Moves the images that are not in the column of their label, and answers with them. */
  follow(labels: ReadonlyMap<ImageId, ColumnId>, order: Order | null): ImageId[] {
    const arrivals = new Map<Column, ImageId[]>()
    const astray = (id: ImageId, column: Column) => labels.has(id) && labels.get(id) !== column.id
    for (const column of this.#holding([...labels.keys()])) {
      for (const id of column.release((each) => astray(each, column))) {
        const to = this.get(labels.get(id) ?? null)
        if (!arrivals.get(to)?.push(id)) arrivals.set(to, [id])
      }
    }
    for (const [column, ids] of arrivals) column.receive(ids)
    if (order) this.arrange(order)
    return [...arrivals.values()].flat()
  }

  /** The columns that may hold any of these. */
  #holding(ids: readonly ImageId[]): readonly Column[] {
    if (ids.length > FEW) return this.#shown
    const columns = new Set(ids.map((id) => this.of(id)))
    return this.#shown.filter((column) => columns.has(column))
  }
}
