import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Random } from '../../../shared/random.ts'
import { architecture } from '../architectures/index.ts'
import type { LayerSpec } from '../architectures/layers.ts'
import { buildNetwork, drawWeights, setWeight, type Network } from '../network.ts'
import { toInputs } from '../pixels.ts'
import { predict } from '../predict.ts'
import { tf, type TF } from '../tf.ts'
import { bars, MANY_LAYERS } from '../toy.ts'
import { savedModel } from './index.ts'

const NETWORKS: Record<string, LayerSpec[]> = {
  classic: architecture('classic')(10, { kernels: 4, dropout: 0.5 }),
  compact: architecture('compact')(10),
  'nearly every kind of layer': MANY_LAYERS,
  'normalised vectors': [{ type: 'flatten' }, { type: 'batch-norm' }, { type: 'dense', units: 3 }],
}

const RANGES: Record<string, [number, number]> = {
  bias: [-0.3, 0.3],
  gamma: [0.5, 1.5],
  beta: [-0.3, 0.3],
  moving_mean: [-0.2, 0.2],
  moving_variance: [0.05, 0.5],
}

/** With random weights and, in batch normalisation, statistics as of a training. */
function randomNetwork(layers: LayerSpec[]): Network {
  const network = buildNetwork(layers, [28, 28, 1])
  drawWeights(network, 5)
  const random = new Random(5, 'weights')
  for (const weight of network.model.weights) {
    const range = RANGES[weight.originalName.split('/')[1]!]
    if (!range) continue
    const values = new Float32Array(weight.read().size).map(() => random.between(...range))
    setWeight(weight, values)
  }
  return network
}

async function load(bytes: Uint8Array): ReturnType<typeof tf.node.loadSavedModel> {
  const folder = await mkdtemp(join(tmpdir(), 'haberdash-saved-model-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'saved_model.pb'), bytes)
  return tf.node.loadSavedModel(folder)
}

const largestDifference = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0)

describe('savedModel', () => {
  it.each(Object.entries(NETWORKS))(
    'gives the probabilities of predict in TensorFlow: %s',
    async (_, layers) => {
      const network = randomNetwork(layers)
      const { pixels } = bars(40)
      const expected = await predict(network, pixels)
      const model = await load(savedModel(network, 1))
      const inputs = toInputs(pixels, network.shape)
      const outputs = model.predict({ images: inputs }) as TF.NamedTensorMap
      expect(Object.keys(outputs).sort()).toEqual(['logits', 'probabilities'])
      expect(outputs['probabilities']!.shape).toEqual([40, network.classes])
      const found = outputs['probabilities']!.dataSync<'float32'>()
      expect(new Set(expected).size).toBeGreaterThan(30)
      expect(largestDifference(found, expected)).toBeLessThan(1e-5)
      tf.dispose([inputs, ...Object.values(outputs)])
      model.dispose()
      network.model.dispose()
    },
  )

  it('divides the logits by the temperature', async () => {
    const network = randomNetwork(MANY_LAYERS)
    const model = await load(savedModel(network, 2.5))
    const inputs = toInputs(bars(10).pixels, network.shape)
    const { logits, probabilities } = model.predict({ images: inputs }) as Record<string, TF.Tensor>
    const expected = tf.tidy(() => logits!.div(2.5).softmax().dataSync<'float32'>())
    expect(largestDifference(probabilities!.dataSync<'float32'>(), expected)).toBeLessThan(1e-6)
    const undivided = tf.tidy(() => logits!.softmax().dataSync<'float32'>())
    expect(largestDifference(undivided, expected)).toBeGreaterThan(0.01)
    tf.dispose([inputs, logits!, probabilities!])
    model.dispose()
    network.model.dispose()
  })
})
