import type { App } from '../shell/app.svelte.ts'
import type { Command } from './commands.svelte.ts'

export const modelCommands = (app: App): Command[] => [
  {
    id: 'fine-tune',
    title: 'Fine-tune the model',
    group: 'Model',
    keys: ['Ctrl+Enter'],
    enabled: () => !app.training.running,
    run: () => (app.goTo('train'), void app.training.start()),
  },
  {
    id: 'report',
    title: 'Report of the active model, as an HTML file',
    group: 'Model',
    keys: [],
    enabled: () => Boolean(app.library.info?.activeModel) && !app.reporting.busy,
    run: () => (app.goTo('models'), void app.reporting.make()),
  },
  {
    id: 'check-labels',
    title: 'Check the labels',
    group: 'Model',
    keys: [],
    enabled: () => !app.checks.running,
    run: () => (app.showChecks(), void app.checks.start()),
  },
  {
    id: 'cancel-checks',
    title: 'Cancel the checks of the labels',
    group: 'Model',
    keys: [],
    enabled: () => Boolean(app.checks.running),
    run: () => void app.checks.cancel(),
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
