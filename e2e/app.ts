import { test as base, type Page } from '@playwright/test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { browserDoor, electronDoor, type Door } from './doors.ts'

/** The app as a person has it: opened on a library, closed, opened again. */
export type App = {
  page: Page
  library: string
  /** Ends the whole app and starts it again on the same library. */
  restart(): Promise<Page>
}

export const test = base.extend<{ app: App }>({
  app: async ({}, use, info) => {
    const library = join(mkdtempSync(join(tmpdir(), 'haberdash-e2e-')), 'wardrobe')
    const door = info.project.name === 'electron' ? electronOrSkip() : browserDoor()
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

function electronOrSkip(): Door {
  const door = electronDoor()
  if (door.missing) console.log(`\nSKIPPED in Electron: ${door.missing}.`)
  test.skip(door.missing !== null, `SKIPPED: ${door.missing}.`)
  return door
}

export { drop, dropFiles, dropVanished, GOOD_PHOTOS } from './doors.ts'
export { expect } from '@playwright/test'
