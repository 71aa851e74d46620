/**
 * Does `work` when asked, but once in `every` milliseconds at most: what is asked for meanwhile is done once, at the end
 * of that time.
 */
export function paced(work: () => void, every: number): () => void {
  let resting = false
  let asked = false
  return function ask() {
    if (resting) {
      asked = true
      return
    }
    resting = true
    work()
    setTimeout(() => {
      resting = false
      if (asked) {
        asked = false
        ask()
      }
    }, every)
  }
}
