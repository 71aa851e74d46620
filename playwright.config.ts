import { defineConfig } from '@playwright/test'

/**
 * One set of specs, run through both doors: `browser` in a real Chromium, `electron` where Electron's binary is. A
 * door that can't be opened here is said aloud as skipped (e2e/app.ts), never passed over in silence.
 */
export default defineConfig({
  testDir: 'e2e',
  timeout: 180_000,
  expect: { timeout: 15_000 },
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'line',
  use: { screenshot: 'only-on-failure', trace: 'retain-on-failure' },
  projects: [{ name: 'browser' }, { name: 'electron' }],
})
