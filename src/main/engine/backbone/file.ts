import { z } from 'zod'
import { unreadable } from '../model-file.ts'

const MAX_WEIGHTS = 5000
const MAX_NODES = 5000
/** No width, size or stride in a topology may be larger. */
const MAX_NUMBER = 8192

/** Layers that only calculate on pictures; each is tfjs's own, and none runs code or reads anything. */
const LAYERS = new Set(
  `Activation Add Average AveragePooling2D BatchNormalization Concatenate Conv2D Cropping2D Dense DepthwiseConv2D Dropout
  ELU Flatten GlobalAveragePooling2D GlobalMaxPooling2D InputLayer LayerNormalization LeakyReLU MaxPooling2D Maximum
  Minimum Multiply PReLU Permute ReLU Reshape SeparableConv2D Softmax SpatialDropout2D UpSampling2D ZeroPadding2D`.split(
    /\s+/,
  ),
)

/** The same of a graph: no loops, no conditions, no variables, nothing that tfjs would have to be taught. */
const OPS = new Set(
  `Add AddN AddV2 AvgPool BiasAdd Cast ClipByValue ConcatV2 Const Conv2D DepthwiseConv2d DepthwiseConv2dNative Elu Exp
  ExpandDims FusedBatchNorm FusedBatchNormV2 FusedBatchNormV3 FusedDepthwiseConv2dNative Identity LeakyRelu MatMul Max
  MaxPool Maximum Mean Minimum MirrorPad Mul Neg NoOp Pack Pad PadV2 Placeholder Prelu Prod RealDiv Relu Relu6 Reshape
  Rsqrt Selu Shape Sigmoid Slice Softmax Softplus Sqrt Square Squeeze StridedSlice Sub Sum Tanh Transpose _FusedConv2D
  _FusedMatMul`.split(/\s+/),
)

const BYTES = { float32: 4, int32: 4 } as const

const Weight = z.object({
  name: z.string().min(1).max(500),
  shape: z.array(z.int().min(0).max(1e8)).max(6),
  dtype: z.enum(['float32', 'int32']),
  quantization: z.never().optional(),
})
const Manifest = z
  .array(z.object({ weights: z.array(Weight).max(MAX_WEIGHTS) }))
  .min(1)
  .max(MAX_WEIGHTS)

const Layer = z.object({ class_name: z.string(), config: z.looseObject({}) })
const LayersTopology = z.object({
  class_name: z.enum(['Sequential', 'Functional', 'Model']),
  config: z.union([
    z.looseObject({ layers: z.array(Layer).min(1).max(MAX_NODES) }),
    z.array(Layer).min(1).max(MAX_NODES),
  ]),
})
const Node = z.looseObject({ name: z.string(), op: z.string() })
const GraphTopology = z.looseObject({
  node: z.array(Node).min(1).max(MAX_NODES),
  library: z.looseObject({ function: z.array(z.unknown()).max(0).optional() }).optional(),
})

export type BackboneFile = {
  format: 'layers-model' | 'graph-model'
  topology: object
  /** A graph's inputs and outputs by name, where it says them. */
  signature: object | undefined
  weights: z.infer<typeof Weight>[]
}

/** Numbers of a configuration that could ask for more memory than any backbone has. */
function largest(value: unknown): number {
  if (typeof value === 'number') return Math.abs(value)
  if (typeof value !== 'object' || value === null) return 0
  return Object.values(value).reduce<number>((most, each) => Math.max(most, largest(each)), 0)
}

function checkLayers(folder: string, topology: unknown): object {
  const inner = (topology as { model_config?: unknown } | undefined)?.model_config ?? topology
  const parsed = LayersTopology.safeParse(inner)
  if (!parsed.success) throw unreadable(folder, 'model.json holds no layers that are known', parsed.error)
  const { config } = parsed.data
  for (const layer of Array.isArray(config) ? config : config.layers) {
    if (!LAYERS.has(layer.class_name))
      throw unreadable(folder, `a layer of it is not known, ${layer.class_name}`)
    if (largest(layer.config) > MAX_NUMBER)
      throw unreadable(folder, 'a layer of it is larger than any should be')
  }
  return inner as object
}

function checkGraph(folder: string, topology: unknown): object {
  const parsed = GraphTopology.safeParse(topology)
  if (!parsed.success) throw unreadable(folder, 'model.json holds no graph that is known', parsed.error)
  const strange = parsed.data.node.find(({ op }) => !OPS.has(op))
  if (strange) throw unreadable(folder, `an operation of it is not known, ${strange.op.slice(0, 100)}`)
  return topology as object
}

/**
 * Reads and checks the text of a backbone's model.json, as tfjs writes it: a layers model or a graph model, with weights
 * of float32 or int32 that are not quantised. Nothing of it has reached tfjs when this is done.
 * @param bytes of the weights
 * @throws HaberdashError `model-unreadable`
 */
export function readBackboneFile(folder: string, text: string, bytes: number): BackboneFile {
  let json: { format?: unknown; modelTopology?: unknown; weightsManifest?: unknown; signature?: unknown }
  try {
    json = z.looseObject({}).parse(JSON.parse(text))
  } catch (cause) {
    throw unreadable(folder, 'model.json is damaged or was cut short', cause)
  }
  const manifest = Manifest.safeParse(json.weightsManifest)
  if (!manifest.success)
    throw unreadable(folder, 'its list of weights is not of float32 and int32 as they are', manifest.error)
  const weights = manifest.data.flatMap((group) => group.weights)
  const needed = weights.reduce(
    (sum, { shape, dtype }) => sum + shape.reduce((a, b) => a * b, BYTES[dtype]),
    0,
  )
  if (weights.length > MAX_WEIGHTS || needed !== bytes)
    throw unreadable(folder, `its weights have ${bytes} bytes and should have ${needed}`)
  const format = json.format === 'graph-model' ? 'graph-model' : 'layers-model'
  const check = format === 'graph-model' ? checkGraph : checkLayers
  const signature = z.looseObject({}).optional().safeParse(json.signature).data
  return { format, topology: check(folder, json.modelTopology), signature, weights }
}
