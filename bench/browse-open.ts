import type { Browser, Page } from 'playwright'
import { join } from 'node:path'
import { newPage, startServer, type Server } from './browse-app.ts'
import { BIG, SMALL } from './browse-library.ts'
import { rounded } from './numbers.ts'

const TIMES = 5

/** From the choice of the library in the menu until its grid is full, from another library that is open. The big one stays open. */
export async function openFromMenu(page: Page): Promise<number[]> {
  const all: number[] = []
  for (let n = 0; n < TIMES; n++) {
    if (n > 0) await choose(page, SMALL)
    await page.getByText('Add photos').first().waitFor()
    await choose(page, BIG)
    await page.waitForFunction(() => window.bench.opened)
    all.push(rounded(await page.evaluate(() => window.bench.opened!)))
  }
  return all
}

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: /^Library: / }).click()
  await page.getByRole('menuitem', { name: new RegExp(`^${name} `) }).click()
  await page.getByRole('button', { name: `Library: ${name}` }).waitFor()
}

/** From the start of the server's process to a full grid, in a browser that runs already. */
export async function openFromStart(browser: Browser, args: string[]): Promise<number[]> {
  const all: number[] = []
  for (let n = 0; n < TIMES; n++) {
    const page = await newPage(browser)
    const began = Date.now()
    let server: Server | undefined
    try {
      server = await startServer(...args)
      await page.goto(server.url)
      const ended = await page.evaluate(async () => performance.timeOrigin + (await window.bench.untilFull()))
      all.push(rounded(ended - began))
    } finally {
      await page.context().close()
      await server?.stop()
    }
  }
  return all
}

/** What the app itself is started with, and the bench's server. */
export const appServer = (folder: string) => [
  ...['bin/haberdash.mjs', 'serve', '--json', '--library', join(folder, BIG)],
]
export const benchServer = (folder: string, open: string, images: number, renderer: string) => [
  ...['bench/browse-server.ts', '--library', join(folder, open)],
  ...['--images', String(images), '--renderer', renderer],
]
