import type { App } from '../shell/app.svelte.ts'
import type { Command } from './commands.svelte.ts'

export const windowCommands = (app: App): Command[] => [
  { id: 'browse', title: 'Go to Browse', group: 'Window', keys: ['b'], run: () => app.goTo('browse') },
  { id: 'review', title: 'Go to Review', group: 'Window', keys: ['r'], run: () => app.goTo('review') },
  {
    id: 'board',
    title: 'Go to the board of classes',
    group: 'Window',
    keys: ['d'],
    run: () => app.goTo('board'),
  },
  { id: 'train', title: 'Go to Train', group: 'Window', keys: ['t'], run: () => app.goTo('train') },
  { id: 'models', title: 'Go to Models', group: 'Window', keys: ['m'], run: () => app.goTo('models') },
  {
    id: 'insight',
    title: 'Go to Insight',
    group: 'Window',
    keys: ['s'],
    // In a review it skips.
    enabled: () => app.place !== 'review' || app.review.info === null,
    run: () => app.goTo('insight'),
  },
  ...(['system', 'light', 'dark'] as const).map((theme): Command => ({
    id: `theme-${theme}`,
    title: theme === 'system' ? 'Theme: as the system' : `Theme: ${theme}`,
    group: 'Window',
    keys: [],
    run: () => (app.settings.theme = theme),
  })),
  {
    id: 'commands',
    title: 'All commands',
    group: 'Window',
    keys: ['Ctrl+k'],
    run: () => app.commands.open('palette'),
  },
  {
    id: 'keys',
    title: 'All keys',
    group: 'Window',
    keys: ['?'],
    run: () => app.commands.open('cheat-sheet'),
  },
]

export const libraryCommands = (app: App): Command[] => [
  {
    id: 'new-library',
    title: 'New library …',
    group: 'Library',
    keys: [],
    enabled: () => app.leavingBlocked === null,
    run: () => app.libraries.ask(),
  },
  ...app.libraries.list
    .filter(({ open }) => !open)
    .map(({ id, name }): Command => ({
      id: `open-library-${id}`,
      title: `Open library ${name}`,
      group: 'Library',
      keys: [],
      enabled: () => app.leavingBlocked === null,
      run: () => void app.libraries.open(id),
    })),
]
