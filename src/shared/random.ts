/** 32-bit hash of a text (FNV-1a), to tell the streams of one seed apart. */
function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return h >>> 0
}

/**
 * Pseudo-random numbers by sfc32 (Chris Doty-Humphrey, PractRand): passes its tests, 128 bits of state, fast in
 * JavaScript. The same seed and stream give the same numbers on every machine. Not for secrets.
 */
export class Random {
  #a: number
  #b: number
  #c: number
  #counter = 1

  /** `stream` names what the numbers are for ("order", "augment 3"), so that no use disturbs another. */
  constructor(seed: number, stream: string) {
    this.#a = seed >>> 0
    this.#b = hash(stream)
    this.#c = 0x9e3779b9
    // The author's advice: the first dozen outputs still show the seed.
    for (let i = 0; i < 12; i++) this.uint32()
  }

  uint32(): number {
    const out = (this.#a + this.#b + this.#counter++) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + out) | 0
    return out >>> 0
  }

  /** In [0, 1). */
  next(): number {
    return this.uint32() / 0x1_0000_0000
  }

  /** In [low, high). */
  between(low: number, high: number): number {
    return low + this.next() * (high - low)
  }

  /** A whole number in [0, n). */
  below(n: number): number {
    return Math.floor(this.next() * n)
  }

  /** 0 .. n-1 in random order (Fisher-Yates). */
  permutation(n: number): Uint32Array {
    const order = Uint32Array.from({ length: n }, (_, i) => i)
    for (let i = n - 1; i > 0; i--) {
      const j = this.below(i + 1)
      const swapped = order[i]!
      order[i] = order[j]!
      order[j] = swapped
    }
    return order
  }
}
