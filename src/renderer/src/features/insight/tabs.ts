/** The parts of Insight, in the order of its tabs. */
export const TABS = [
  { id: 'labels', name: 'Labels' },
  { id: 'results', name: 'Results' },
  { id: 'map', name: 'Map' },
  { id: 'network', name: 'Network' },
  { id: 'data', name: 'Data' },
] as const

export type Tab = (typeof TABS)[number]['id']
