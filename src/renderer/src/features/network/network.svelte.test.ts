import { expect, it } from 'vitest'
import type { ImageLook } from '../../../../shared/contract/network.ts'
import type { ModelId } from '../../../../shared/domain.ts'
import { fakeApi, held, settled } from '../../lib/testing/fake-api.ts'
import { classId, image, modelId } from '../../lib/testing/samples.ts'
import { Network } from './network.svelte.ts'
import { look } from './testing.ts'

type Asked = { id: number; model?: ModelId; maps: boolean }

/** Looks are answered when the test says so, in any order. */
function opened() {
  const asked: (Asked & { answer: (look: ImageLook) => void; fail: (error: Error) => void })[] = []
  const kernelsOf: (ModelId | undefined)[] = []
  const place = { width: 10, height: 10, rotate: 0 }
  const whole = { x: 0, y: 0, width: 1, height: 1 }
  const api = fakeApi({
    network: {
      look: (wish: Asked) => {
        const { promise, resolve, reject } = held<ImageLook>()
        asked.push({ ...wish, answer: resolve, fail: reject })
        return promise
      },
      place: ({ id }: Asked) =>
        id === 3
          ? Promise.reject(new Error('gone'))
          : Promise.resolve(id === 2 ? { ...place, box: whole, within: whole } : null),
      kernels: ({ model }: { model?: ModelId }) => {
        kernelsOf.push(model)
        const kernels = { layer: 'conv_1', height: 1, width: 1, channels: 1, count: 2 }
        return Promise.resolve({
          ...{ model: model ?? modelId('v1'), backbone: null },
          kernels: { ...kernels, values: new Blob([Float32Array.of(1, 2)]) },
        })
      },
    },
  })
  return { network: new Network(api), asked, kernelsOf }
}

it('shows the newest image that was asked for, and nothing of those passed over', async () => {
  const { network, asked } = opened()
  network.show(image(1))
  network.show(image(2))
  network.show(image(3))
  await settled()
  expect(asked.map(({ id, maps }) => ({ id, maps }))).toEqual([{ id: 1, maps: true }])
  asked[0]!.answer(look(1))
  await settled()
  expect(network.looking.value).toBeNull()
  expect(asked.map(({ id }) => id)).toEqual([1, 3])
  asked[1]!.answer(look(3))
  await settled()
  expect(network.looking.value!.row.id).toBe(3)
  // What came before stays until the next is here.
  network.show(image(1))
  await settled()
  expect(network.looking.value!.row.id).toBe(3)
})

it('follows the prediction until a class is chosen, holds that over images, and follows again', async () => {
  const { network, asked } = opened()
  network.show(image(1))
  await settled()
  asked[0]!.answer(look(1))
  await settled()
  expect(network.classId).toBe(7)
  expect([...network.heat!.values]).toEqual([4, 0])
  network.choose(classId(2))
  expect([...network.heat!.values]).toEqual([1, 2])
  network.show(image(2))
  await settled()
  const [first, second, third] = look(2).probabilities
  asked[1]!.answer(look(2, { probabilities: [second!, first!, third!] }))
  await settled()
  expect(network.classId).toBe(2)
  expect([...network.heat!.values]).toEqual([4, 0])
  network.choose(classId(2))
  expect(network.chosen).toBeNull()
  expect(network.classId).toBe(2)
})

it('knows the place of the photo it shows; null where that can not be found', async () => {
  const { network, asked } = opened()
  network.show(image(2))
  await settled()
  expect(network.looking.place).toBeUndefined()
  asked[0]!.answer(look(2))
  await settled()
  expect(network.looking.place).toMatchObject({ width: 10 })
  network.show(image(3))
  await settled()
  // Still of the image that is shown.
  expect(network.looking.place).toMatchObject({ width: 10 })
  asked[1]!.answer(look(3))
  await settled()
  expect(network.looking.place).toBeNull()
})

it('looks by another version, with its kernels; again when the active one changes or the photo does', async () => {
  const { network, asked, kernelsOf } = opened()
  network.show(image(1))
  await settled()
  asked[0]!.answer(look(1))
  network.by(modelId('v2'))
  await settled()
  expect(asked.at(-1)).toMatchObject({ id: 1, model: 'v2' })
  asked.at(-1)!.answer(look(1, { model: modelId('v2') }))
  await settled()
  expect(network.looking.value!.model).toBe('v2')
  expect(network.kernels).toMatchObject({ model: 'v2', kernels: { count: 2 } })
  expect(kernelsOf).toEqual([undefined, 'v2'])
  network.by(undefined)
  await settled()
  expect(asked).toHaveLength(3)
  expect(asked.at(-1)).not.toHaveProperty('model')
  asked.at(-1)!.answer(look(1))
  network.imagesChanged([image(9)])
  await settled()
  expect(asked).toHaveLength(3)
  expect(network.looking.value!.model).toBe('v1')
  network.imagesChanged([image(9), image(1)])
  network.modelsChanged()
  await settled()
  expect(asked).toHaveLength(4)
  expect(kernelsOf).toEqual([undefined, 'v2', undefined, undefined])
})

it('says why nothing can be seen, and looks at nothing once it is left', async () => {
  const { network, asked } = opened()
  network.show(image(1))
  await settled()
  asked[0]!.fail(new Error('The engine stopped.'))
  await settled()
  expect(network.looking.problem).not.toBeNull()
  expect(network.looking.value).toBeNull()
  network.show(undefined)
  network.modelsChanged()
  network.imagesChanged([image(1)])
  await settled()
  expect(asked).toHaveLength(1)
  expect(network.heat).toBeNull()
})
