import { untrack } from 'svelte'

/**
 * What `make` makes, made anew only when its stamp is another: a run that is watched comes new ten times a second, its curve
 * grows once an epoch, and a figure is not drawn again for nothing.
 */
export function stamped<T>(stamp: () => string, make: () => T): () => T {
  const now = $derived(stamp())
  const made = $derived.by(() => {
    void now
    return untrack(make)
  })
  return () => made
}
