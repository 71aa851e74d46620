import { ipcRenderer } from 'electron'

/**
 * Hands main's message port over to the page; nothing else crosses here. The page says 'haberdash-ready' once it
 * listens, main answers 'ready' with a port, so neither can be too early.
 */
ipcRenderer.on('port', (event) => window.postMessage('haberdash-port', '*', [...event.ports]))

window.addEventListener('message', (event) => {
  if (event.source === window && event.data === 'haberdash-ready') ipcRenderer.send('ready')
})
