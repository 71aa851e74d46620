import { createSubscriber } from 'svelte/reactivity'
import { DARK, LIGHT, type FigureTheme } from '../../../../shared/figures/theme.ts'

const DARK_SYSTEM = '(prefers-color-scheme: dark)'

/** The theme that holds, for what can't be coloured by CSS: as chosen in the settings, else the system's. */
class Scheme {
  readonly #subscribe = createSubscriber((update) => {
    const system = matchMedia(DARK_SYSTEM)
    const chosen = new MutationObserver(update)
    chosen.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    system.addEventListener('change', update)
    return () => {
      chosen.disconnect()
      system.removeEventListener('change', update)
    }
  })

  get figures(): FigureTheme {
    this.#subscribe()
    const chosen = document.documentElement.dataset.theme
    const dark = chosen === undefined ? matchMedia(DARK_SYSTEM).matches : chosen === 'dark'
    return dark ? DARK : LIGHT
  }
}

export const scheme = new Scheme()
