import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { execFile } from 'node:child_process'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { chromium } from 'playwright'
import { findBrowser } from '../scripts/setup/browser.mjs'
import { expect, test } from './app.ts'
import { chromiumArguments } from './doors.ts'

// A version's report: made in the app and by the command line, and read by someone who has nothing but the file.

const NAME = '<script>alert(1)</script>'

/** Opens a report in a browser that has no network, and says what it asked for beside itself and what it complained of. */
async function read(file: string, look: (page: Page) => Promise<void>): Promise<void> {
  const executablePath = findBrowser()!
  const browser = await chromium.launch({ executablePath, args: chromiumArguments() })
  try {
    const context = await browser.newContext({ offline: true })
    const page = await context.newPage()
    const address = pathToFileURL(file).href
    const wrong: string[] = []
    page.on('console', (message) => wrong.push(message.text()))
    page.on('pageerror', (error) => wrong.push(String(error)))
    page.on('request', (request) => wrong.push(request.url()))
    await page.goto(address)
    await look(page)
    // Pictures inside are asked for too, but of nobody.
    expect(wrong.filter((each) => each !== address && !each.startsWith('data:'))).toEqual([])
  } finally {
    await browser.close()
  }
}

async function complete(page: Page): Promise<void> {
  await expect(page.getByText(/^[\d.]+\s% \(95\s% interval: .* of 10,000 test images$/)).toBeVisible()
  for (const name of [/^Confusion matrix\. 10,000 test images/, /^Reliability at its temperature\./])
    await expect(page.getByRole('img', { name })).toBeVisible()
  const mistakes = page.getByRole('listitem').filter({ hasText: 'Answer:' })
  await expect(mistakes).toHaveCount(24)
  expect(
    await mistakes
      .getByRole('img')
      .first()
      .evaluate((img: HTMLImageElement) => img.naturalWidth),
  ).toBe(28)
  // As text, and never as what it says.
  await expect(page.getByRole('rowheader', { name: NAME }).first()).toBeVisible()
  expect(await page.locator('script').count()).toBe(0)
}

async function accessible(page: Page): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${colorScheme}: ${id}: ${nodes[0]?.html}`)).toEqual([])
  }
}

/** A name that would do something, were it not text. */
async function renameShirt(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Models', exact: true }).click()
  await page.keyboard.press('c')
  const field = page.getByRole('textbox', { name: 'Name of Shirt', exact: true })
  await field.fill(NAME)
  await field.press('Enter')
  await expect(page.getByRole('textbox', { name: `Name of ${NAME}` })).toBeVisible()
  await page.keyboard.press('Escape')
}

test('a report is one file that says all of a version, offline', async ({ app: { page, library } }) => {
  test.setTimeout(240_000)
  await renameShirt(page)
  await page.getByRole('button', { name: /^More for/ }).click()
  const [made] = await Promise.all([
    page.waitForEvent('download', { timeout: 150_000 }),
    page.getByRole('menuitem', { name: 'Report (.html)' }).click(),
  ])
  expect(made.suggestedFilename()).toMatch(/-report\.html$/)
  await expect(page.getByText(/^The report of .* is made/)).toBeVisible()
  await made.saveAs(join(dirname(library), 'app.html'))
  await read(join(dirname(library), 'app.html'), async (report) => {
    await complete(report)
    await accessible(report)
  })

  const file = join(dirname(library), 'cli.html')
  const haberdash = join(import.meta.dirname, '..', 'bin', 'haberdash.mjs')
  const args = [haberdash, 'report', file, '--json', '--library', library, '--dataset', 'embedded']
  const { stdout } = await promisify(execFile)(process.execPath, args)
  expect(JSON.parse(stdout)).toMatchObject({
    report: file,
    model: expect.any(String),
    bytes: expect.any(Number),
  })
  await read(file, complete)
})
