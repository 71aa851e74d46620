import type { Network } from '../network.ts'
import { Graph } from './graph.ts'
import { addLayer } from './layers.ts'
import { DT_FLOAT, messages, shapeOf, type TensorInfo } from './messages.ts'

/** TensorFlow's own names: of the one signature that is served, of the tag it is found by, of what it is for. */
const SIGNATURE = 'serving_default'
const TAG = 'serve'
const METHOD = 'tensorflow/serving/predict'

/**
 * A network as a TensorFlow SavedModel: the bytes of its saved_model.pb, weights as constants. Its signature takes
 * `images`, float32 [n, height, width, channels] in 0..1, and gives `logits` and `probabilities`, softmax(logits /
 * temperature), float32 [n, classes] both.
 * @param temperature over 0
 */
export function savedModel(network: Network, temperature: number): Uint8Array<ArrayBuffer> {
  const graph = new Graph()
  const logits = addLogits(graph, network)
  const divisor = graph.constant('temperature', Float32Array.of(temperature), [])
  const scaled = graph.add('scaled', 'RealDiv', [logits, divisor])
  const probabilities = graph.add('probabilities', 'Softmax', [scaled])
  const signature = new messages.SignatureDef()
  signature.setMethodName(METHOD)
  signature.getInputsMap().set('images', tensorInfo('images', [-1, ...network.shape]))
  for (const output of [logits, probabilities])
    signature.getOutputsMap().set(output, tensorInfo(output, [-1, network.classes]))
  return wrap(graph, signature)
}

/** Adds the network from `images` to `logits`, and gives that name. */
function addLogits(graph: Graph, { model, layers, shape }: Network): string {
  const images = graph.placeholder('images', [-1, ...shape])
  const weights = new Map(model.weights.map((weight) => [weight.originalName, weight]))
  const last = layers.reduce((input, layer) => {
    const addWeight = (part: string) => {
      const weight = weights.get(`${layer.name}/${part}`)!
      return graph.constant(
        weight.originalName,
        weight.read().dataSync<'float32'>(),
        weight.shape as number[],
      )
    }
    return addLayer(graph, layer, input, addWeight)
  }, images)
  return graph.add('logits', 'Identity', [last])
}

function tensorInfo(node: string, shape: number[]): TensorInfo {
  const info = new messages.TensorInfo()
  info.setName(`${node}:0`)
  info.setDtype(DT_FLOAT)
  info.setTensorShape(shapeOf(shape))
  return info
}

function wrap(graph: Graph, signature: InstanceType<typeof messages.SignatureDef>): Uint8Array<ArrayBuffer> {
  const meta = new messages.MetaGraphDef()
  const info = new messages.MetaGraphDef.MetaInfoDef()
  info.setTagsList([TAG])
  meta.setMetaInfoDef(info)
  meta.setGraphDef(graph.message())
  meta.getSignatureDefMap().set(SIGNATURE, signature)
  const saved = new messages.SavedModel()
  saved.setSavedModelSchemaVersion(1)
  saved.setMetaGraphsList([meta])
  return new Uint8Array(saved.serializeBinary())
}
