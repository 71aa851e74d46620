export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

export const TILE_SIZES = { min: 48, max: 240, step: 8 }

type Stored = {
  theme: Theme
  tileSize: number
  boardTileSize: number
  inspector: boolean
  whereItLooks: boolean
  autoAdvance: boolean
}

const KEY = 'haberdash-settings'
const DEFAULTS: Stored = {
  theme: 'system',
  tileSize: 96,
  boardTileSize: 56,
  inspector: true,
  whereItLooks: false,
  autoAdvance: true,
}

const inRange = (size: number) => Math.min(TILE_SIZES.max, Math.max(TILE_SIZES.min, size))

/** What somebody else wrote there is not trusted to be ours. */
function read(storage: Storage): Stored {
  try {
    const found: unknown = JSON.parse(storage.getItem(KEY) ?? '{}')
    return { ...DEFAULTS, ...(typeof found === 'object' ? found : {}) }
  } catch {
    return { ...DEFAULTS }
  }
}

/** How this window is arranged: kept in the browser, not in the library. */
export class Settings {
  readonly #storage: Storage
  #stored: Stored

  constructor(storage: Storage) {
    this.#storage = storage
    this.#stored = $state(read(storage))
  }

  get theme() {
    return this.#stored.theme
  }
  set theme(value) {
    this.#set({ theme: value })
  }

  get tileSize() {
    return this.#stored.tileSize
  }
  set tileSize(value) {
    this.#set({ tileSize: inRange(value) })
  }

  /** On the class board, where there is room for two at least in a column. */
  get boardTileSize() {
    return this.#stored.boardTileSize
  }
  set boardTileSize(value) {
    this.#set({ boardTileSize: inRange(value) })
  }

  get inspector() {
    return this.#stored.inspector
  }
  set inspector(value) {
    this.#set({ inspector: value })
  }

  /** The inspector shows where in the image the model looks. */
  get whereItLooks() {
    return this.#stored.whereItLooks
  }
  set whereItLooks(value) {
    this.#set({ whereItLooks: value })
  }

  get autoAdvance() {
    return this.#stored.autoAdvance
  }
  set autoAdvance(value) {
    this.#set({ autoAdvance: value })
  }

  #set(change: Partial<Stored>) {
    Object.assign(this.#stored, change)
    this.#storage.setItem(KEY, JSON.stringify(this.#stored))
  }
}
