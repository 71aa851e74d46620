import { createRequire } from 'node:module'

/*
 * TensorFlow's protocol buffer messages, of which a SavedModel is made, as google-protobuf generated them for tfjs-node
 * (its src/proto/api.proto), which reads SavedModels with them. Typed here as far as they are written.
 */

type MessageMap<Value> = { set(key: string, value: Value): unknown }

type Message = { serializeBinary(): Uint8Array }
type Dimension = Message & { setSize(size: number): void }
type TensorShape = Message & { setDimList(dimensions: Dimension[]): void }
type Tensor = Message & {
  setDtype(type: number): void
  setTensorShape(shape: TensorShape): void
  setTensorContent(bytes: Uint8Array): void
}
type ListValue = Message & { setIList(values: number[]): void }
export type AttrValue = Message & {
  setList(list: ListValue): void
  setS(bytes: Uint8Array): void
  setF(value: number): void
  setB(value: boolean): void
  setType(type: number): void
  setShape(shape: TensorShape): void
  setTensor(tensor: Tensor): void
}
export type NodeDef = Message & {
  setName(name: string): void
  setOp(op: string): void
  setInputList(names: string[]): void
  getAttrMap(): MessageMap<AttrValue>
}
type VersionDef = Message & { setProducer(version: number): void }
type GraphDef = Message & { setNodeList(nodes: NodeDef[]): void; setVersions(versions: VersionDef): void }
export type TensorInfo = Message & {
  setName(name: string): void
  setDtype(type: number): void
  setTensorShape(shape: TensorShape): void
}
type SignatureDef = Message & {
  getInputsMap(): MessageMap<TensorInfo>
  getOutputsMap(): MessageMap<TensorInfo>
  setMethodName(name: string): void
}
type MetaInfo = Message & { setTagsList(tags: string[]): void }
type MetaGraph = Message & {
  setMetaInfoDef(info: MetaInfo): void
  setGraphDef(graph: GraphDef): void
  getSignatureDefMap(): MessageMap<SignatureDef>
}
type SavedModel = Message & {
  setSavedModelSchemaVersion(version: number): void
  setMetaGraphsList(graphs: MetaGraph[]): void
}

type Messages = {
  TensorShape: (new () => TensorShape) & { Dim: new () => Dimension }
  Tensor: new () => Tensor
  AttrValue: (new () => AttrValue) & { ListValue: new () => ListValue }
  NodeDef: new () => NodeDef
  VersionDef: new () => VersionDef
  GraphDef: new () => GraphDef
  TensorInfo: new () => TensorInfo
  SignatureDef: new () => SignatureDef
  MetaGraphDef: (new () => MetaGraph) & { MetaInfoDef: new () => MetaInfo }
  SavedModel: new () => SavedModel
  DataType: { DT_FLOAT: number; DT_INT32: number }
}

export const messages = createRequire(import.meta.url)(
  '@tensorflow/tfjs-node/dist/proto/api_pb.js',
) as Messages

export const { DT_FLOAT, DT_INT32 } = messages.DataType

/** A shape; -1 is a side of any length. */
export function shapeOf(sides: readonly number[]): TensorShape {
  const shape = new messages.TensorShape()
  shape.setDimList(
    sides.map((side) => {
      const dimension = new messages.TensorShape.Dim()
      dimension.setSize(side)
      return dimension
    }),
  )
  return shape
}

/** What an operation is told beside its inputs. */
export const attribute = {
  type: (type: number) => attributeOf((value) => value.setType(type)),
  float: (number: number) => attributeOf((value) => value.setF(number)),
  flag: (flag: boolean) => attributeOf((value) => value.setB(flag)),
  text: (text: string) => attributeOf((value) => value.setS(new TextEncoder().encode(text))),
  shape: (sides: readonly number[]) => attributeOf((value) => value.setShape(shapeOf(sides))),
  integers: (numbers: number[]) =>
    attributeOf((value) => {
      const list = new messages.AttrValue.ListValue()
      list.setIList(numbers)
      value.setList(list)
    }),
  /** Values in row-major order; little-endian, as TensorFlow runs on. */
  tensor: (values: Float32Array | Int32Array, shape: readonly number[]) =>
    attributeOf((value) => {
      const tensor = new messages.Tensor()
      tensor.setDtype(values instanceof Float32Array ? DT_FLOAT : DT_INT32)
      tensor.setTensorShape(shapeOf(shape))
      tensor.setTensorContent(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
      value.setTensor(tensor)
    }),
}

function attributeOf(fill: (value: AttrValue) => void): AttrValue {
  const value = new messages.AttrValue()
  fill(value)
  return value
}
