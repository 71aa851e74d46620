import { once } from 'node:events'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openCore } from './core/core.ts'
import type { ClassId, ImageId } from '../shared/domain.ts'
import { temporaryFolder } from './core/testing/fixtures.ts'
import { places } from './places.ts'
import { connect, startServer } from './testing/web-client.ts'

it('keeps every acknowledged label when main is killed in the middle of labelling', async () => {
  const folder = join(temporaryFolder(), 'library')
  const { child, url } = await startServer(folder)
  const { api } = await connect(url)
  const acknowledged = new Map<number, number>()
  const labelling = (async () => {
    for (let n = 0; ; n++) {
      const [id, classId] = [1 + (n % 2000), 1 + (n % 10)]
      await api.labels.set({ ids: [id as ImageId], classId: classId as ClassId })
      acknowledged.set(id, classId)
      if (n === 60) child.kill('SIGKILL')
    }
  })()
  await expect(labelling).rejects.toThrow()
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  expect(acknowledged.size).toBeGreaterThan(60)

  const core = await openCore({
    folder,
    resources: places.resources,
    cache: places.cache,
    dataset: 'embedded',
    startEngine: () => {
      throw new Error('No engine is needed here.')
    },
    background: false,
  })
  const label = core.library.db.read.prepare('SELECT label_class FROM images WHERE id = ?').pluck()
  for (const [id, classId] of acknowledged) expect(label.get(id)).toBe(classId)
  expect(core.library.db.read.pragma('integrity_check', { simple: true })).toBe('ok')
  await core.close()
})
