/** What will be on screen next, if scrolling goes on as it does: a screen of it. */
export class Ahead {
  #first = 0
  #end = 0

  /** First..end are on screen now. Answers with what comes next, which is nothing where the screen was leapt to. */
  after(first: number, end: number): [first: number, end: number] {
    const [before, beforeEnd] = [this.#first, this.#end]
    this.#first = first
    this.#end = end
    if (first >= beforeEnd || end <= before) return [end, end]
    return first < before ? [Math.max(0, 2 * first - end), first] : [end, 2 * end - first]
  }
}
