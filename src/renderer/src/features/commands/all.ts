import { reviewCommands } from '../review/commands.ts'
import type { App } from '../shell/app.svelte.ts'
import type { Command } from './commands.svelte.ts'
import { labelCommands } from './labels.ts'
import { lookCommands } from './look.ts'
import { modelCommands } from './models.ts'
import { looksForCommands, networkCommands } from './network.ts'
import { photoCommands } from './photos.ts'
import { selectCommands } from './select.ts'
import { viewCommands } from './views.ts'
import { libraryCommands, windowCommands } from './window.ts'

/** Everything the app does that has a name. A class's key comes first, should another command have the same. */
export const allCommands = (app: App): Command[] => [
  ...looksForCommands(app),
  ...labelCommands(app),
  ...reviewCommands(app),
  ...selectCommands(app),
  ...lookCommands(app),
  ...networkCommands(app),
  ...viewCommands(app),
  ...photoCommands(app),
  ...modelCommands(app),
  ...libraryCommands(app),
  ...windowCommands(app),
]
