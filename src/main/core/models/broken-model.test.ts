import { existsSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { photoBytes } from '../testing/fixtures.ts'
import { openDataset } from '../training/testing.ts'

describe('a broken model', () => {
  it('is a sentence, and the app goes on', async () => {
    const app = await openDataset()
    const folder = app.core.models.folder(app.core.models.active()!.id)
    expect(existsSync(join(folder, 'weights.bin'))).toBe(true)
    truncateSync(join(folder, 'weights.bin'), 100)
    const file = new File([new Uint8Array(await photoBytes(1))], 'a.jpg')
    await expect(app.api.photos.classify({ file })).rejects.toMatchObject({ code: 'model-unreadable' })
    expect((await app.api.library.info()).images).toBe(600)
  })
})
