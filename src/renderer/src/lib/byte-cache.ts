type Options<Value> = {
  /** Bytes kept at most, but for what is in use. */
  limit: number
  size: (value: Value) => number
  /** What leaves. */
  onDrop?: (value: Value) => void
}

/** A map of so many bytes: what was not used for longest leaves first, and what is in use never. */
export class ByteCache<Key, Value> {
  readonly #entries = new Map<Key, Value>()
  readonly #options: Options<Value>
  #used: ReadonlySet<Key> = new Set()
  #bytes = 0

  constructor(options: Options<Value>) {
    this.#options = options
  }

  get bytes() {
    return this.#bytes
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key)
  }

  has(key: Key): boolean {
    return this.#entries.has(key)
  }

  set(key: Key, value: Value) {
    this.#drop(key)
    this.#entries.set(key, value)
    this.#bytes += this.#options.size(value)
    this.#trim()
  }

  delete(key: Key) {
    this.#drop(key)
  }

  /** These are in use from now on, and no others. */
  use(keys: ReadonlySet<Key>) {
    this.#used = keys
    for (const key of keys) {
      const value = this.#entries.get(key)
      if (value === undefined) continue
      this.#entries.delete(key)
      this.#entries.set(key, value)
    }
    this.#trim()
  }

  #trim() {
    for (const key of this.#entries.keys()) {
      if (this.#bytes <= this.#options.limit) return
      if (!this.#used.has(key)) this.#drop(key)
    }
  }

  #drop(key: Key) {
    const value = this.#entries.get(key)
    if (value === undefined) return
    this.#entries.delete(key)
    this.#bytes -= this.#options.size(value)
    this.#options.onDrop?.(value)
  }
}
