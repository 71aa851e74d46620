import { attribute, DT_FLOAT, DT_INT32, messages, type AttrValue, type NodeDef } from './messages.ts'

/** TensorFlow 1.15's version of graphs: what is used here has been the same since, and any later one reads it. */
const PRODUCER = 134

/** A graph of TensorFlow in the making. Each method adds a node and gives its name, for others to take as input. */
export class Graph {
  readonly #nodes: NodeDef[] = []

  /** An operation on floats. */
  add(name: string, op: string, inputs: string[], attributes: Record<string, AttrValue> = {}): string {
    return this.#node(name, op, inputs, { T: attribute.type(DT_FLOAT), ...attributes })
  }

  /** Where the caller's floats come in. -1 is a side of any length. */
  placeholder(name: string, shape: number[]): string {
    return this.#node(name, 'Placeholder', [], {
      dtype: attribute.type(DT_FLOAT),
      shape: attribute.shape(shape),
    })
  }

  constant(name: string, values: Float32Array | Int32Array, shape: readonly number[]): string {
    return this.#node(name, 'Const', [], {
      dtype: attribute.type(values instanceof Float32Array ? DT_FLOAT : DT_INT32),
      value: attribute.tensor(values, shape),
    })
  }

  message(): InstanceType<typeof messages.GraphDef> {
    const graph = new messages.GraphDef()
    const versions = new messages.VersionDef()
    versions.setProducer(PRODUCER)
    graph.setVersions(versions)
    graph.setNodeList(this.#nodes)
    return graph
  }

  #node(name: string, op: string, inputs: string[], attributes: Record<string, AttrValue>): string {
    const node = new messages.NodeDef()
    node.setName(name)
    node.setOp(op)
    node.setInputList(inputs)
    for (const [key, value] of Object.entries(attributes)) node.getAttrMap().set(key, value)
    this.#nodes.push(node)
    return name
  }
}
