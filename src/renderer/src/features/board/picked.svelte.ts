import type { ImageId } from '../../../../shared/domain.ts'

/** Which images are selected, wherever on the board they are: one that moves stays what it is. */
export class Picked {
  #ids = new Set<ImageId>()
  /** Counts changes of the set, which is not reactive itself. */
  #version = $state(0)

  get count() {
    void this.#version
    return this.#ids.size
  }

  has(id: ImageId): boolean {
    void this.#version
    return this.#ids.has(id)
  }

  /** In the order in which they were selected. */
  list(): ImageId[] {
    void this.#version
    return [...this.#ids]
  }

  only(ids: readonly ImageId[]) {
    this.#ids = new Set(ids)
    this.#version++
  }

  toggle(id: ImageId) {
    if (!this.#ids.delete(id)) this.#ids.add(id)
    this.#version++
  }

  without(ids: Iterable<ImageId>) {
    for (const id of ids) this.#ids.delete(id)
    this.#version++
  }
}
