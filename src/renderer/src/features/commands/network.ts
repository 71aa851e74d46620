import type { App } from '../shell/app.svelte.ts'
import type { Command } from './commands.svelte.ts'

/** The inside of a network is shown, of an image. */
const insideNetwork = (app: App) => () =>
  app.place === 'insight' && app.insight.tab === 'network' && app.browse.view.length > 0

/** Nothing is labelled there, so a class's key shows where the network looks for it. Listed there alone. */
export const looksForCommands = (app: App): Command[] =>
  (insideNetwork(app)() ? [...app.library.classes.values()] : []).map((info) => ({
    id: `looks-for-${info.id}`,
    title: `Show where the model looks for ${info.name}`,
    group: 'Look',
    keys: info.key === null ? [] : [info.key],
    run: () => app.network.choose(info.id),
  }))

export const networkCommands = (app: App): Command[] => [
  ...(
    [
      ['previous', 'ArrowLeft', -1],
      ['next', 'ArrowRight', 1],
    ] as const
  ).map(([which, key, by]): Command => ({
    id: `network-${which}`,
    title: `Look inside the network at the ${which} image`,
    group: 'Look',
    keys: [key],
    enabled: insideNetwork(app),
    run: () => app.browse.selection.only(app.browse.selection.focus + by),
  })),
  {
    id: 'inside-network',
    title: 'Look inside the network at this image',
    group: 'Look',
    keys: ['h'],
    enabled: () => app.place === 'browse' && app.browse.focusedId !== undefined,
    run: () => app.lookInside(),
  },
]
