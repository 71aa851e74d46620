export type Toast = {
  id: number
  kind: 'done' | 'problem'
  text: string
  action?: { name: string; run: () => void }
}

const SHOWN_MS = { done: 5_000, problem: 15_000 }

/** What has just happened, said for a moment: one thing done at a time, and the problems that are still unread. */
export class Toasts {
  #items = $state.raw<readonly Toast[]>([])
  #nextId = 1

  get items() {
    return this.#items
  }

  /** Takes the place of what was done before. */
  done(text: string, action?: Toast['action']) {
    this.#items = this.#items.filter(({ kind }) => kind === 'problem')
    this.#add({ id: this.#nextId++, kind: 'done', text, ...(action && { action }) })
  }

  /** The same problem again renews what is shown instead of piling up. */
  problem(text: string, action?: Toast['action']) {
    this.#items = this.#items.filter((toast) => toast.text !== text)
    this.#add({ id: this.#nextId++, kind: 'problem', text, ...(action && { action }) })
  }

  dismiss(id: number) {
    this.#items = this.#items.filter((toast) => toast.id !== id)
  }

  #add(toast: Toast) {
    this.#items = [...this.#items, toast]
    setTimeout(() => this.dismiss(toast.id), SHOWN_MS[toast.kind])
  }
}
