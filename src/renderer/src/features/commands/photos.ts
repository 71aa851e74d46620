import type { App } from '../shell/app.svelte.ts'
import type { Command } from './commands.svelte.ts'
import { labelling } from './where.ts'

export const photoCommands = (app: App): Command[] => [
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
