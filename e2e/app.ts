import { _electron, chromium, test as base, type Browser, type ElectronApplication, type Page } from '@playwright/test'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { findBrowser } from '../scripts/setup/browser.mjs'

const ROOT = join(import.meta.dirname, '..')
const FIXTURES = join(import.meta.dirname, 'fixtures', 'photos')

/** The app as a person has it: opened on a library, closed, opened again. */
export type App = {
  page: Page
  library: string
  /** Ends the whole app and starts it again on the same library. */
  restart(): Promise<Page>
}

type Door = { open(library: string): Promise<Page>; close(): Promise<void> }

export const test = base.extend<{ app: App }>({
  app: async ({}, use, info) => {
    const library = join(mkdtempSync(join(tmpdir(), 'haberdash-e2e-')), 'wardrobe')
    const door = info.project.name === 'electron' ? electronDoor() : browserDoor()
    const app: App = {
      page: await door.open(library),
      library,
      async restart() {
        await door.close()
        return (app.page = await door.open(library))
      },
    }
    await use(app)
    await door.close()
    rmSync(dirname(library), { recursive: true, force: true })
  },
})

function browserDoor(): Door {
  let server: ChildProcess | undefined
  let browser: Browser | undefined
  return {
    async open(library) {
      const args = [join(ROOT, 'bin', 'haberdash.mjs'), 'serve', '--json', '--library', library, '--dataset', 'embedded']
      server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      const [line] = (await once(createInterface(server.stdout!), 'line')) as [string]
      const executablePath = findBrowser()
      if (!executablePath) throw new Error('No Chromium or Chrome is installed. "npm run setup" finds or installs one.')
      browser = await chromium.launch({ executablePath, args: chromiumArguments() })
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
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
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']
  return process.getuid?.() === 0 ? [...quiet, '--no-sandbox'] : quiet
}

function electronDoor(): Door {
  const executablePath = electronBinary()
  const canShow = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)
  test.skip(!executablePath, 'SKIPPED: the binary of Electron is not installed here.')
  test.skip(!canShow, 'SKIPPED: Electron is installed, but there is no display to open its window on.')
  let app: ElectronApplication | undefined
  return {
    async open(library) {
      const args = [ROOT, `--library=${library}`, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])]
      app = await _electron.launch({ executablePath: executablePath!, args })
      return app.firstWindow()
    },
    close: async () => app?.close(),
  }
}

function electronBinary(): string | null {
  try {
    const path = createRequire(import.meta.url)('electron') as string
    return existsSync(path) ? path : null
  } catch {
    return null
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
  for (const type of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer: transfer })
}

export { expect } from '@playwright/test'
