import type { App } from '../shell/app.svelte.ts'
import type { Command } from './commands.svelte.ts'
import { labelling } from './where.ts'

export const labelCommands = (app: App): Command[] => [
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
    title: app.target.offered === undefined ? "Accept the model's label" : 'Take the suggested class',
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
