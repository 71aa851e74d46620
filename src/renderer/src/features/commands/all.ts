import type { App } from '../shell/app.svelte.ts'
import { TILE_SIZES } from '../../lib/settings.svelte.ts'
import { reviewCommands } from '../review/commands.ts'
import type { Command } from './commands.svelte.ts'
import { viewCommands } from './views.ts'

const STEP = TILE_SIZES.step * 3

const inBrowse = (app: App) => () => app.place === 'browse' && app.browse.view.length > 0
const onBoard = (app: App) => app.place === 'board' && app.board.images > 0
/** Where labels can be given. */
const withImages = (app: App) => () => inBrowse(app)() || onBoard(app)

/** An image is there to be labelled. */
const labelling = (app: App) => () =>
  app.place === 'review' ? app.review.walk.current !== undefined : withImages(app)()

const labelCommands = (app: App): Command[] => [
  ...[...app.library.classes.values()].map((info): Command => ({
    id: `label-${info.id}`,
    title: `Label ${info.name}`,
    group: 'Label',
    keys: info.key === null ? [] : [info.key],
    enabled: labelling(app),
    run: () => void app.labelling.label(info.id),
  })),
  {
    id: 'accept',
    title: "Accept the model's label",
    group: 'Label',
    keys: ['Enter'],
    enabled: labelling(app),
    run: () => void app.labelling.accept(),
  },
  {
    id: 'label-by-name',
    title: 'Label by name …',
    group: 'Label',
    keys: ['l'],
    enabled: labelling(app),
    run: () => (app.namingOpen = true),
  },
  {
    id: 'not-garment',
    title: 'Label as not a garment',
    group: 'Label',
    keys: ['n'],
    enabled: labelling(app),
    run: () => void app.labelling.notGarment(),
  },
  {
    id: 'keep-label',
    title: 'Keep the label: it is right',
    group: 'Label',
    keys: ['k'],
    enabled: labelling(app),
    run: () => void app.labelling.keep(),
  },
  {
    id: 'no-label',
    title: 'Take the label away',
    group: 'Label',
    keys: ['Delete'],
    enabled: labelling(app),
    run: () => void app.labelling.clear(),
  },
  {
    id: 'flag',
    title: 'Flag, or take the flag away',
    group: 'Label',
    keys: ['f'],
    enabled: labelling(app),
    run: () => void app.labelling.flag(),
  },
  { id: 'undo', title: 'Undo', group: 'Label', keys: ['u', 'Ctrl+z'], run: () => void app.labelling.undo() },
  {
    id: 'redo',
    title: 'Redo',
    group: 'Label',
    keys: ['Ctrl+Shift+z', 'Ctrl+y'],
    run: () => void app.labelling.redo(),
  },
  {
    id: 'classes',
    title: 'Change the classes',
    group: 'Label',
    keys: ['c'],
    run: () => (app.classList.open = true),
  },
  {
    id: 'auto-advance',
    title: 'Go to the next image after labelling, or stay',
    group: 'Label',
    keys: [],
    run: () => (app.settings.autoAdvance = !app.settings.autoAdvance),
  },
]

const selectCommands = (app: App): Command[] => [
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

/** Where pictures have a size to choose. */
const withTiles = (app: App) => () => app.place === 'browse' || app.place === 'board'

function resize({ place, settings }: App, by: number) {
  if (place === 'board') settings.boardTileSize += by
  else settings.tileSize += by
}

const lookCommands = (app: App): Command[] => [
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

const modelCommands = (app: App): Command[] => [
  {
    id: 'fine-tune',
    title: 'Fine-tune the model',
    group: 'Model',
    keys: ['Ctrl+Enter'],
    enabled: () => !app.training.running,
    run: () => (app.goTo('train'), void app.training.start()),
  },
  {
    id: 'backbones',
    title: 'Backbones: add or remove pretrained networks …',
    group: 'Model',
    keys: [],
    enabled: () => app.ownPhotos,
    run: () => (app.backbones.open = true),
  },
  {
    id: 'pause-run',
    title: app.training.running?.paused ? 'Resume the training' : 'Pause the training',
    group: 'Model',
    keys: ['p'],
    enabled: () => Boolean(app.training.running),
    run: () => void app.training.pauseOrResume(),
  },
  {
    id: 'cancel-run',
    title: 'Cancel the training',
    group: 'Model',
    keys: [],
    enabled: () => Boolean(app.training.running),
    run: () => void app.training.cancel(),
  },
]

const windowCommands = (app: App): Command[] => [
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

const libraryCommands = (app: App): Command[] => [
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

const photoCommands = (app: App): Command[] => [
  {
    id: 'adjust',
    title: 'Adjust what the model sees of a photo',
    group: 'Photos',
    keys: ['a'],
    enabled: labelling(app),
    run: () => app.adjust(),
  },
  {
    id: 'add-photos',
    title: 'Add photos',
    group: 'Photos',
    keys: ['Ctrl+o'],
    run: () => app.choose('files'),
  },
  {
    id: 'add-folder',
    title: 'Add a folder of photos',
    group: 'Photos',
    keys: [],
    run: () => app.choose('folder'),
  },
]

/** Everything the app does that has a name. A class's key comes first, should another command have the same. */
export const allCommands = (app: App): Command[] => [
  ...labelCommands(app),
  ...reviewCommands(app),
  ...selectCommands(app),
  ...lookCommands(app),
  ...viewCommands(app),
  ...photoCommands(app),
  ...modelCommands(app),
  ...libraryCommands(app),
  ...windowCommands(app),
]
