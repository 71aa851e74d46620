import type { LayerSpec } from '../architectures/layers.ts'
import type { Passed } from '../inference.ts'
import type { Network } from '../network.ts'

/** What belongs together for whoever looks: one layer that makes something new, and those after it that only adjust it. */
export type Stage = Passed & { kind: LayerSpec['type'] }

/** These give what they were given, of another size of number; they are shown with the layer before. */
const ADJUSTING: ReadonlySet<LayerSpec['type']> = new Set(['batch-norm', 'relu', 'dropout'])

/** Steps as stages, each with what leaves its last step. The last, the logits, is none: what is shown of it are probabilities. */
export function stagesOf({ layers }: Network, passed: Passed[]): Stage[] {
  const stages: Stage[] = []
  for (const step of passed.slice(0, -1)) {
    const { type } = layers[step.layers[0]!]!.spec
    const before = stages.at(-1)
    if (before && ADJUSTING.has(type)) {
      before.layers = [...before.layers, ...step.layers]
      before.output = step.output
    } else stages.push({ ...step, kind: type })
  }
  return stages
}
