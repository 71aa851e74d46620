import type { Component } from 'svelte'
import type { App } from '../shell/app.svelte.ts'
import type { Tab } from './tabs.ts'

type Section = () => Promise<{ default: Component<{ app: App }> }>

/** Each is fetched when it is first looked at: the first picture of the app waits for no chart. */
export const SECTIONS: Record<Tab, Section> = {
  labels: () => import('../checks/ChecksSection.svelte'),
  results: () => import('../results/ResultsSection.svelte'),
  map: () => import('../map/MapSection.svelte'),
  network: () => import('../network/NetworkSection.svelte'),
  data: () => import('../dataset/DataSection.svelte'),
}
