import type { App } from '../shell/app.svelte.ts'
import type { Command } from './commands.svelte.ts'
import { onBoard, withImages } from './where.ts'

export const selectCommands = (app: App): Command[] => [
  {
    id: 'select-all',
    title: onBoard(app) ? 'Select all of the column' : 'Select all of the view',
    group: 'Select',
    keys: ['Ctrl+a'],
    enabled: withImages(app),
    run: () => (onBoard(app) ? app.board.focus.all() : app.browse.selection.all()),
  },
  {
    id: 'select-one',
    title: 'Select the focused one only',
    group: 'Select',
    keys: ['Escape'],
    enabled: () => withImages(app)() && !app.browse.zoomed && !app.board.zoomed,
    run: () =>
      onBoard(app) ? app.board.focus.only() : app.browse.selection.only(app.browse.selection.focus),
  },
  ...(
    [
      ['move', 'Move the focus', ['Arrows']],
      ['extend', 'Extend the selection', ['Shift+Arrows']],
      ['ends', 'First and last image', ['Home', 'End']],
      ['pages', 'A page up and down', ['PageUp', 'PageDown']],
    ] as const
  ).map(([id, title, keys]): Command => ({ id, title, group: 'Select', keys, listed: true, run: () => {} })),
]
