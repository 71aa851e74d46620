import type { Tab } from './tabs.ts'

/** Which part of Insight is shown. What the parts show is loaded once they are. */
export class Insight {
  #tab = $state<Tab>('results')

  get tab() {
    return this.#tab
  }

  show(tab: Tab) {
    this.#tab = tab
  }
}
