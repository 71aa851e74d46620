import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './app.ts'

for (const colorScheme of ['dark', 'light'] as const) {
  test(`no view has an accessibility violation, ${colorScheme}`, async ({ app }, info) => {
    test.skip(
      info.project.name === 'electron',
      'The page is the same in both doors; axe opens a page of its own.',
    )
    const { page } = app
    await page.emulateMedia({ colorScheme })
    await expect(page.getByRole('grid', { name: 'Images' }).getByRole('gridcell').first()).toBeVisible()
    for (const view of ['Browse', 'Train', 'Models']) {
      await page.getByRole('button', { name: view, exact: true }).click()
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${view}: ${id}: ${nodes[0]?.html}`)).toEqual([])
    }
    await page.getByRole('button', { name: 'Browse', exact: true }).click()
    await page.getByRole('button', { name: 'Classes…' }).click()
    await expect(page.getByRole('dialog', { name: 'Classes' })).toBeVisible()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `Classes: ${id}: ${nodes[0]?.html}`)).toEqual([])
  })
}
