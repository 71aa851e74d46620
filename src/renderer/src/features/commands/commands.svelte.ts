import { isForCommands, keyName } from './keys.ts'

export type Command = {
  id: string
  title: string
  group: 'Label' | 'Review' | 'Select' | 'Look' | 'Photos' | 'Model' | 'Library' | 'Window'
  keys: readonly string[]
  run: () => void
  /** Absent: always. */
  enabled?: () => boolean
  /** The key is the grid's or a dialog's own: listed, but not run from here. */
  listed?: boolean
}

export type Layer = 'palette' | 'cheat-sheet'

/** Every command by name and key, and which of the two lists of them is open. */
export class Commands {
  readonly #list: () => readonly Command[]
  #layer = $state<Layer | null>(null)

  constructor(list: () => readonly Command[]) {
    this.#list = list
  }

  get list(): readonly Command[] {
    return this.#list()
  }

  get layer() {
    return this.#layer
  }

  open(layer: Layer | null) {
    this.#layer = layer
  }

  isEnabled({ enabled }: Command): boolean {
    return enabled?.() ?? true
  }

  /** The title of the command that has this key beside a class's; null where there is none. */
  otherOf(key: string): string | null {
    const isOfClass = (id: string) => /^(label|looks-for)-\d/.test(id)
    return this.list.find(({ id, keys }) => !isOfClass(id) && keys.includes(key))?.title ?? null
  }

  /** From the palette: it closes first, so that a command may open something else. */
  run(command: Command) {
    this.#layer = null
    if (this.isEnabled(command)) command.run()
  }

  key(event: KeyboardEvent) {
    if (!isForCommands(event)) return
    const name = keyName(event)
    const command = this.list.find((each) => !each.listed && each.keys.includes(name) && this.isEnabled(each))
    if (!command) return
    event.preventDefault()
    command.run()
  }
}
