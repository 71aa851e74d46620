import type { BackboneRef } from '../../shared/contract/backbone.ts'
import { loadBackbone, type Backbone } from './backbone/backbone.ts'
import { LoadCache } from './cache.ts'
import type { Network } from './network.ts'
import { loadModel } from './store.ts'

/** Models kept loaded: the active one, and the two that are compared with it. */
const MODELS = 3
/** A backbone may have hundreds of megabytes. */
const BACKBONES = 1

/** The models and the backbone that this process has loaded. */
export class Loaded {
  readonly #models = new LoadCache<Network>(MODELS, ({ model }) => model.dispose())
  readonly #backbones = new LoadCache<Backbone>(BACKBONES, (backbone) => backbone.dispose())

  /** Calls `work` with the model in `folder`. Throws what `loadModel` throws. */
  model<R>(folder: string, work: (model: Network) => Promise<R>): Promise<R> {
    return this.#models.use(folder, () => loadModel(folder), work)
  }

  /** Calls `work` with a backbone. Throws what `loadBackbone` throws. */
  backbone<R>({ folder, sha256 }: BackboneRef, work: (backbone: Backbone) => Promise<R>): Promise<R> {
    return this.#backbones.use(sha256, () => loadBackbone(folder, sha256), work)
  }

  /** Forgets the model in a folder. */
  releaseModel(folder: string): void {
    this.#models.release(folder)
  }

  releaseBackbone(sha256: string): void {
    this.#backbones.release(sha256)
  }
}
