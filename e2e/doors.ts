import {
  _electron,
  chromium,
  type Browser,
  type ElectronApplication,
  type ElementHandle,
  type JSHandle,
  type Page,
} from 'playwright'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
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
export function chromiumArguments(): string[] {
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

/** Drops real photos on the window. */
export const drop = (page: Page, names: string[]): Promise<void> =>
  dropFiles(
    page,
    names.map((name) => ({ name: basename(name), bytes: readFileSync(join(FIXTURES, name)) })),
  )

/** Drops files on the window as a hand does: they come over it, then it lets go. */
export async function dropFiles(page: Page, list: { name: string; bytes: Uint8Array }[]): Promise<void> {
  const files = list.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') }))
  const transfer = await page.evaluateHandle((dropped) => {
    const data = new DataTransfer()
    for (const { name, base64 } of dropped) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      data.items.add(new File([bytes], name))
    }
    return data
  }, files)
  await letGo(page, transfer)
}

/** Drops a file of the disk that is gone by the time it is read. */
export async function dropVanished(page: Page, name: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'haberdash-e2e-'))
  writeFileSync(join(folder, name), readFileSync(join(FIXTURES, GOOD_PHOTOS[0]!)))
  const input = (await page.evaluateHandle(() => {
    const made = document.createElement('input')
    made.type = 'file'
    return made
  })) as ElementHandle<HTMLInputElement>
  await input.setInputFiles(join(folder, name))
  rmSync(folder, { recursive: true })
  const transfer = await input.evaluateHandle((chosen) => {
    const data = new DataTransfer()
    data.items.add(chosen.files![0]!)
    return data
  })
  await letGo(page, transfer)
}

async function letGo(page: Page, dataTransfer: JSHandle<DataTransfer>): Promise<void> {
  const target = page.locator('body')
  for (const type of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer })
}
