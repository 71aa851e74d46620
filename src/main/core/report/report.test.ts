import { expect, it } from 'vitest'
import type { ModelId } from '../../../shared/domain.ts'
import { createModelStore } from '../models/store.ts'
import { answering } from '../results/testing.ts'
import { imageIds } from '../testing/fixtures.ts'
import { openDataset, type App } from '../training/testing.ts'
import { uncalibrated } from './uncalibrated.ts'

async function made({ api }: App, id?: ModelId) {
  const asked: number[] = []
  for await (const event of await api.report.make({ id })) {
    if (event.type === 'done') return { asked, name: event.name, page: event.html }
    asked.push(event.total)
  }
  throw new Error('There is no report.')
}

it('asks what was not asked, once, and shows answers, mistakes and classes by the names they have now', async () => {
  const app = await openDataset()
  const [first] = (await app.api.library.info()).classes
  await app.api.classes.rename({ id: first!.id, name: '<script>alert(1)</script>' })
  const { asked, name, page } = await made(app)
  expect([name, asked[0]]).toEqual([`${app.core.models.active()!.id}-report.html`, 200])
  for (const told of ['200 test images', 'Confusion matrix', 'Calibration error', 'Worst mistakes'])
    expect(page).toContain(told)
  // Bars are no clothes: it is wrong of more than it shows.
  expect(page.match(/src="data:image\/png;base64,/g)).toHaveLength(24)
  expect(page).toContain('&lt;script&gt;')
  expect(page).not.toContain('<script')
  expect((await made(app)).asked).toEqual([0])
  await expect(made(app, 'v99' as ModelId)).rejects.toMatchObject({ code: 'model-unknown' })
})

it('tells the calibration without a temperature by going back from answers at one', async () => {
  const { library, images, version, say } = answering(0, 2)
  const model = version('v1', ['T-shirt/top', 'Trouser'], { temperature: 2 })
  const [first, second] = imageIds(library)
  // softmax(z / 2) = 0.6 : 0.4, so softmax(z) = 0.36 : 0.16; the first image is a T-shirt, the second none.
  for (const id of [first!, second!]) say(model, id, 0.6, 0.4)
  const found = await uncalibrated({ library, images }, createModelStore(library).get(model.id), 'test')
  expect(found?.error).toBeCloseTo(Math.abs(0.36 / 0.52 - 0.5), 6)
})
