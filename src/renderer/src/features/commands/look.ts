import { TILE_SIZES } from '../../lib/settings.svelte.ts'
import type { App } from '../shell/app.svelte.ts'
import type { Command } from './commands.svelte.ts'
import { inBrowse, labelling } from './where.ts'

const STEP = TILE_SIZES.step * 3

/** Where pictures have a size to choose. */
const withTiles = (app: App) => () => app.place === 'browse' || app.place === 'board'

function resize({ place, settings }: App, by: number) {
  if (place === 'board') settings.boardTileSize += by
  else settings.tileSize += by
}

export const lookCommands = (app: App): Command[] => [
  {
    id: 'zoom',
    title: 'Show the image large',
    group: 'Look',
    keys: ['Space'],
    enabled: labelling(app),
    run() {
      const shown = app.shown
      shown.zoomed = !shown.zoomed
    },
  },
  {
    id: 'jump',
    title: 'Go to image …',
    group: 'Look',
    keys: ['g'],
    enabled: () => inBrowse(app)() && !app.browse.zoomed,
    run: () => (app.browse.jumping = true),
  },
  {
    id: 'similar',
    title: 'Similar images',
    group: 'Look',
    keys: ['Shift+s'],
    enabled: labelling(app),
    run: () => void app.similar.to(app.shown.focusedRow),
  },
  {
    id: 'search',
    title: 'Search by file name',
    group: 'Look',
    keys: ['/'],
    run: () => (app.goTo('browse'), app.focusSearch()),
  },
  {
    id: 'no-filter',
    title: 'Clear filters',
    group: 'Look',
    keys: [],
    run: () => void app.browse.showAll(),
  },
  {
    id: 'photos-only',
    title: 'Show your photos',
    group: 'Look',
    keys: [],
    run: () => (app.goTo('browse'), void app.browse.showPhotos([])),
  },
  {
    id: 'larger',
    title: 'Larger pictures',
    group: 'Look',
    keys: ['+', '='],
    enabled: withTiles(app),
    run: () => resize(app, STEP),
  },
  {
    id: 'smaller',
    title: 'Smaller pictures',
    group: 'Look',
    keys: ['-'],
    enabled: withTiles(app),
    run: () => resize(app, -STEP),
  },
  {
    id: 'inspector',
    title: 'Inspector, show or fold away',
    group: 'Look',
    keys: ['i'],
    enabled: () => app.place === 'browse',
    run: () => (app.settings.inspector = !app.settings.inspector),
  },
]
