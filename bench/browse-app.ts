/** The app as browsing is measured in it: a server on a copied library, and a page with the probe in it. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium, type Browser, type Page } from 'playwright'
import { chromiumArguments } from '../e2e/doors.ts'
import { findBrowser } from '../scripts/setup/browser.mjs'
import { installProbe } from './browse-page.ts'

const ROOT = join(import.meta.dirname, '..')
export const VIEWPORT = { width: 1280, height: 800 }

/** A production build in a folder of its own, that lets the bench reach the state of the window. */
export function build(folder: string): { renderer: string } {
  console.error('building')
  const program = join(ROOT, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js')
  for (const [outDir, env] of [
    [join(ROOT, 'out'), process.env],
    [folder, { ...process.env, VITE_BENCH: 'true' }],
  ] as const) {
    const args = [program, 'build', '--outDir', outDir, '--logLevel', 'error']
    const { status } = spawnSync(process.execPath, args, {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    if (status !== 0) throw new Error('The app could not be built.')
  }
  return { renderer: join(folder, 'renderer') }
}

export type Server = { url: string; stop(): Promise<void> }

/** Starts a program of this clone that prints its URL as JSON. */
export async function startServer(...args: string[]): Promise<Server> {
  const child: ChildProcess = spawn(process.execPath, args.with(0, join(ROOT, args[0]!)), {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = (await once(createInterface(child.stdout!), 'line')) as [string]
  return {
    ...(JSON.parse(line) as { url: string }),
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

export async function openBrowser(): Promise<Browser> {
  const executablePath = findBrowser()
  if (!executablePath) throw new Error('No Chromium or Chrome is installed. "npm run setup" installs one.')
  return chromium.launch({ executablePath, args: chromiumArguments() })
}

/** A page of its own cookies and storage, in which nothing is open yet. */
export async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: VIEWPORT })
  await context.addInitScript(installProbe)
  return context.newPage()
}
