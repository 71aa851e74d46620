import { _electron, chromium, type Browser, type ElectronApplication, type Page } from 'playwright'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { findBrowser } from '../scripts/setup/browser.mjs'
import { electronBinary } from '../scripts/setup/electron.mjs'

const ROOT = join(import.meta.dirname, '..')
const BAD_PHOTOS = ['truncated.jpg', 'notes.jpg']
const FIXTURES = join(import.meta.dirname, 'fixtures', 'photos')

/** Five real photos; beside them in the folder lie a truncated one and one that is none. */
export const GOOD_PHOTOS = readdirSync(FIXTURES).filter(
  (name) => /\.jpg$/.test(name) && !BAD_PHOTOS.includes(name),
)

/** Opens the app on a library, and closes all of it again. */
export type Door = { open(library: string): Promise<Page>; close(): Promise<void> }

/** The browser door, as a person opens it: the server, then a browser at the address it prints. */
export function browserDoor(dataset = 'embedded'): Door {
  let server: ChildProcess | undefined
  let browser: Browser | undefined
  return {
    async open(library) {
      const args = [
        join(ROOT, 'bin', 'haberdash.mjs'),
        'serve',
        '--json',
        '--library',
        library,
        '--dataset',
        dataset,
      ]
      server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      const [line] = (await once(createInterface(server.stdout!), 'line')) as [string]
      const executablePath = findBrowser()
      if (!executablePath)
        throw new Error('No Chromium or Chrome is installed. "npm run setup" finds or installs one.')
      browser = await chromium.launch({ executablePath, args: chromiumArguments() })
      // axe opens a page of its own beside this one, so the context is made by hand.
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
      const page = await context.newPage()
      await page.goto((JSON.parse(line) as { url: string }).url)
      return page
    },
    async close() {
      await browser?.close()
      if (server?.exitCode === null) {
        server.kill('SIGTERM')
        await once(server, 'exit')
      }
    },
  }
}

/** No look-ups of Chromium's own in a closed network; as root it runs only without its sandbox. */
function chromiumArguments(): string[] {
  const quiet = [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ]
  return process.getuid?.() === 0 ? [...quiet, '--no-sandbox'] : quiet
}

/** The desktop app, and why it can't be opened here, where it can't. */
export function electronDoor(): Door & { missing: string | null } {
  const executablePath = electronBinary()
  const canShow = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
  const missing = !executablePath
    ? 'the binary of Electron is not installed here'
    : !canShow
      ? 'there is no display to open a window on'
      : null
  let app: ElectronApplication | undefined
  return {
    missing,
    async open(library) {
      const args = [ROOT, `--library=${library}`, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
      app = await _electron.launch({ executablePath: executablePath!, args })
      return app.firstWindow()
    },
    close: async () => app?.close(),
  }
}

/** Drops files on the window as a hand does: they come over it, then it lets go. */
export async function drop(page: Page, names: string[]): Promise<void> {
  const files = names.map((name) => ({
    name: basename(name),
    base64: readFileSync(join(FIXTURES, name)).toString('base64'),
  }))
  const transfer = await page.evaluateHandle((dropped) => {
    const data = new DataTransfer()
    for (const { name, base64 } of dropped) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      data.items.add(new File([bytes], name))
    }
    return data
  }, files)
  const target = page.locator('body')
  for (const type of ['dragenter', 'dragover', 'drop'])
    await target.dispatchEvent(type, { dataTransfer: transfer })
}
