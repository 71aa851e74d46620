import { app, BrowserWindow, dialog } from 'electron'
import { parseArgs } from 'node:util'
import { createAssets } from './assets.ts'
import { openLibraries, type Libraries } from './core/libraries/libraries.ts'
import { createRouter } from './core/router.ts'
import { startUtilityEngine } from './electron/engine.ts'
import { servePorts } from './electron/ports.ts'
import { registerScheme, serveScheme } from './electron/protocol.ts'
import { openWindow, refusePermissions } from './electron/window.ts'
import { places } from './places.ts'

// Door 1: the desktop app.

/** `--library DIR`, as at the other doors; Chromium's own switches stand beside it and are passed over. */
function libraryFolder(): string {
  const args = process.argv.slice(app.isPackaged ? 1 : 2)
  const { values } = parseArgs({ args, strict: false, options: { library: { type: 'string' } } })
  return typeof values.library === 'string' ? values.library : places.defaultLibrary
}

async function start(): Promise<Libraries> {
  const libraries = await openLibraries({
    folder: libraryFolder(),
    resources: places.resources,
    cache: places.cache,
    startEngine: startUtilityEngine,
  })
  refusePermissions()
  serveScheme(() => libraries.current().library, createAssets(places.renderer))
  servePorts(() => createRouter(libraries.current(), libraries))
  openWindow()
  return libraries
}

function run(): void {
  let libraries: Libraries | undefined
  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows()
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  app.on('activate', () => {
    if (libraries && BrowserWindow.getAllWindows().length === 0) openWindow()
  })
  app.on('before-quit', (event) => {
    if (!libraries) return
    event.preventDefault()
    const closing = libraries
    libraries = undefined
    void closing.close().finally(() => app.quit())
  })
  app
    .whenReady()
    .then(start)
    .then((opened) => (libraries = opened))
    .catch((error: Error & { todo?: string }) => {
      dialog.showErrorBox(
        'Haberdash can’t open this library',
        [error.message, error.todo].filter(Boolean).join('\n\n'),
      )
      app.exit(1)
    })
}

registerScheme()
if (app.requestSingleInstanceLock()) run()
else app.quit()
