import type { BackboneEntry } from '../../../shared/contract/backbone.ts'
import type { AddBackboneEvent, BackboneInfo, NewBackbone } from '../../../shared/contract/backbones.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Engine } from '../engine-client.ts'
import type { EnginePool } from '../engine-pool.ts'
import type { Events } from '../events.ts'
import type { Library } from '../library/library.ts'
import type { ModelStore } from '../models/store.ts'
import type { Runs } from '../training/runs.ts'
import { newest } from './newest.ts'
import { readAddress, readFolder, type BackboneBytes, type Reading } from './source.ts'
import { backboneName, checkNew, dropBackbone, getBackbone, keepBackbone, listBackbones } from './store.ts'
import { Uploads } from './uploads.ts'

export type Backbones = {
  /** By name. */
  list(): Promise<BackboneInfo[]>
  /** Takes the next piece of a file of one that is to be added. @throws `backbone-refused`, `disk-full` */
  send(upload: string, file: string, piece: Blob): Promise<void>
  /**
   * Fetches one, has the engine run it, and keeps it.
   * @throws `wrong-usage` for its name, `backbone-exists`, `backbone-refused`, `backbone-unreachable`,
   *   `model-unreadable`, `model-mismatch`, `disk-full`; the signal's reason
   */
  add(wanted: NewBackbone, signal?: AbortSignal): AsyncGenerator<AddBackboneEvent>
  /** Keeps one whose files were read. @throws as `add` */
  keep(name: string, wanted: Pick<NewBackbone, 'scaling'>, files: BackboneBytes): Promise<BackboneInfo>
  /**
   * Takes one away, with what it has made of photos.
   * @throws `backbone-unknown`, `backbone-in-use` while a version sees through it, or a run is about to make one
   */
  remove(name: string): Promise<void>
  close(): Promise<void>
}

type Parts = {
  library: Library
  models: ModelStore
  runs: Runs
  engine: Engine
  predictors: EnginePool
  events: Events
}

/**
 * The pretrained networks of a library: a folder each below backbones/. Versions refer to one by its name and SHA-256, so a
 * version is small, and a copy of the library's folder is whole; in return, one that is referred to can't be removed.
 */
export function createBackbones({ library, models, runs, engine, predictors, events }: Parts): Backbones {
  const uploads = new Uploads(library)
  const withVersions = (entry: BackboneEntry): BackboneInfo => {
    const versions = models.list().filter(({ backbone }) => backbone === entry.name)
    return { ...entry, versions: versions.map(({ id }) => id) }
  }
  const keep = async (
    name: string,
    scaling: NewBackbone['scaling'],
    files: BackboneBytes,
    signal?: AbortSignal,
  ) => {
    const entry = await keepBackbone(library, engine, { name, scaling, files }, signal)
    events.publish({ type: 'backbones-changed' })
    return withVersions(entry)
  }
  const read = (from: NewBackbone['from'], reading: Reading): Promise<BackboneBytes> =>
    from.kind === 'address'
      ? readAddress(from.address, from.hashes, reading)
      : readFolder(uploads.folder(from.upload), null)
  const add = async (
    { name: typed, scaling, from }: NewBackbone,
    tell: (event: AddBackboneEvent) => void,
    signal: AbortSignal | undefined,
  ): Promise<AddBackboneEvent> => {
    const name = backboneName(typed)
    // Before it is downloaded in vain.
    await checkNew(library, name)
    const told = (stage: 'fetching' | 'checking') => (done: number, of: number | null) =>
      tell({ type: 'progress', stage, done, of })
    const files = await read(from, { told: told('fetching'), signal })
    const bytes = files.model.length + files.weights.length
    told('checking')(bytes, bytes)
    return { type: 'added', backbone: await keep(name, scaling, files, signal) }
  }
  return {
    list: async () => (await listBackbones(library)).map(withVersions),
    send: (upload, file, piece) => uploads.send(upload, file, piece),
    add: (wanted, signal) =>
      newest(async (tell) => {
        try {
          return await add(wanted, tell, signal)
        } finally {
          if (wanted.from.kind === 'sent') await uploads.forget(wanted.from.upload)
        }
      }),
    keep: (name, { scaling }, files) => keep(backboneName(name), scaling, files),
    async remove(name) {
      const { sha256, versions } = withVersions(await getBackbone(library, name))
      if (versions.length > 0) throw inUse(name, versions)
      if (runs.running()?.backbone === name) throw aboutToBeUsed(name)
      await dropBackbone(library, name)
      events.publish({ type: 'backbones-changed' })
      await predictors.useAll((api) => api.releaseBackbone({ sha256 }))
    },
    close: () => uploads.close(),
  }
}

const LIST = new Intl.ListFormat('en')

const inUse = (name: string, versions: string[]) =>
  new HaberdashError(
    'backbone-in-use',
    `${LIST.format(versions)} ${versions.length === 1 ? 'sees' : 'see'} through ${name}, so it can't be removed.`,
    { todo: `Delete ${versions.length === 1 ? 'that version' : 'those versions'} first.` },
  )

const aboutToBeUsed = (name: string) =>
  new HaberdashError(
    'backbone-in-use',
    `A training run is making a version on ${name}, so it can't be removed.`,
    {
      todo: 'Wait for the run to end, or cancel it.',
    },
  )
