import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cloth, MODELS, writeBackbone } from '../src/main/core/backbones/testing.ts'
import { expect, test } from './app.ts'

// A person's own pretrained network: added from a folder, chosen, fine-tuned on, and kept while it is used.

const dialog = (page: Page) => page.getByRole('dialog', { name: 'Backbones' })
const run = (page: Page) => page.getByRole('region', { name: 'Training run' })

async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
}

async function makeLibrary(page: Page): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.keyboard.type('new library')
  await page.keyboard.press('Enter')
  const asked = page.getByRole('dialog', { name: 'New library' })
  await asked.getByLabel('Name').fill('Cloths')
  await asked.getByRole('textbox', { name: 'Classes' }).fill('red, blue')
  await asked.getByRole('button', { name: 'Make library' }).click()
  await expect(page.getByRole('button', { name: /^Library:/ })).toHaveText('Cloths')
}

/** Drops cloths in folders that are named like their classes. */
async function dropCloths(page: Page, count: number): Promise<void> {
  const files = []
  for (let n = 0; n < count; n++) {
    for (const [channel, folder] of [[0, 'red'] as const, [2, 'blue'] as const]) {
      const bytes = Buffer.from(await (await cloth(channel, n)).arrayBuffer())
      files.push({ name: `${folder}-${n}.png`, folder, base64: bytes.toString('base64') })
    }
  }
  // As the input of a folder gives them: with their path.
  await page.getByLabel('Folder to add').evaluate((input: HTMLInputElement, dropped) => {
    const data = new DataTransfer()
    for (const { name, folder, base64 } of dropped) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
      const file = new File([bytes], name, { type: 'image/png' })
      Object.defineProperty(file, 'webkitRelativePath', { value: `cloths/${folder}/${name}` })
      data.items.add(file)
    }
    Object.defineProperty(input, 'files', {
      value: [...data.items].map((item) => item.getAsFile()),
      configurable: true,
    })
    input.dispatchEvent(new Event('change', { bubbles: true }))
  }, files)
}

test('a backbone is added from its folder, fine-tuned on, and stays while a version sees through it', async ({
  app: { page },
}) => {
  const folder = join(mkdtempSync(join(tmpdir(), 'haberdash-e2e-backbone-')), 'Small Net 1.0')
  writeBackbone(folder, MODELS.graph)
  await makeLibrary(page)
  await dropCloths(page, 6)
  await expect(page.getByRole('status', { name: 'Status' })).toContainText('12 photos', { timeout: 90_000 })
  await page.getByRole('button', { name: 'Train', exact: true }).click()
  const start = page.getByLabel('Start from')
  await expect(start).toHaveText('The network that ships')

  await page.keyboard.press('Control+k')
  await page.keyboard.type('backbones')
  await page.keyboard.press('Enter')
  await dialog(page).getByRole('button', { name: 'Add backbone' }).click()
  await expect(dialog(page).getByRole('alert')).toHaveText('Choose its folder.')
  await dialog(page)
    .getByLabel('Folder of a backbone')
    .setInputFiles(join(import.meta.dirname, 'fixtures', 'photos'))
  await expect(dialog(page)).toContainText('There is no model.json in this folder.')
  await dialog(page).getByLabel('Folder of a backbone').setInputFiles(folder)
  await expect(dialog(page)).toContainText('Small Net 1.0: model.json and 2 weights files')
  await expect(dialog(page).getByLabel('Name')).toHaveValue('small-net-1-0')
  await dialog(page).getByLabel('Its pixels go from').selectOption('0 to 1')
  await dialog(page).getByRole('button', { name: 'Add backbone' }).click()
  await expect(dialog(page).getByRole('list', { name: 'Backbones' })).toContainText(
    '32 x 32 pixels from 0 to 1, 3 features',
  )
  await accessible(page)

  await dialog(page).getByLabel('An https address').check()
  await dialog(page).getByLabel('Address of its model.json').fill('http://127.0.0.1:1/model.json')
  await dialog(page).getByRole('textbox', { name: 'SHA-256' }).fill('abc')
  await dialog(page).getByLabel('Name').fill('other')
  await dialog(page).getByRole('button', { name: 'Add backbone' }).click()
  await expect(dialog(page).getByRole('alert')).toContainText('"abc" is no SHA-256')
  await dialog(page).getByRole('textbox', { name: 'SHA-256' }).fill('0'.repeat(64))
  await dialog(page).getByRole('button', { name: 'Add backbone' }).click()
  await expect(dialog(page).getByRole('alert')).toContainText('only https is downloaded')
  await accessible(page)
  await page.keyboard.press('Escape')

  await start.selectOption('small-net-1-0, a backbone')
  await page.getByRole('button', { name: 'Fine-tune' }).click()
  await expect(run(page).getByRole('heading', { name: 'Fine-tuned: v2' })).toBeVisible({ timeout: 120_000 })
  await expect(run(page)).toContainText('it is active now')
  await expect(start).toHaveText('small-net-1-0, the backbone of v2The network that ships')
  await page.getByRole('button', { name: 'Models', exact: true }).click()
  await expect(page.getByRole('row', { name: 'v2' })).toContainText('head on small-net-1-0')

  await page.getByRole('button', { name: 'Train', exact: true }).click()
  await page.getByRole('button', { name: 'Backbones…' }).click()
  await expect(dialog(page)).toContainText('v2 sees through it')
  // By key, as it can be reached: a click would wait for it to be enabled.
  await dialog(page).getByRole('button', { name: 'Remove small-net-1-0' }).press('Enter')
  await expect(dialog(page).getByRole('group', { name: 'Remove small-net-1-0?' })).toHaveCount(0)
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Fine-tune' }).click()
  await expect(run(page).getByRole('heading', { name: 'Fine-tuned: v3' })).toBeVisible({ timeout: 120_000 })
  rmSync(join(folder, '..'), { recursive: true })
})
