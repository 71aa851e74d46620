import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  BACKBONE_FILES,
  BackboneEntry,
  BackboneName,
  type Scaling,
} from '../../../shared/contract/backbone.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Engine } from '../engine-client.ts'
import { asDiskFull, syncFolder } from '../library/files.ts'
import type { Library } from '../library/library.ts'
import { isAlive } from '../library/owner.ts'
import type { BackboneBytes } from './source.ts'

const ABOUT = 'backbone.json'

const root = (library: Library) => join(library.folder, 'backbones')
export const backboneFolder = (library: Library, name: string) => join(root(library), name)

/** A folder beside the backbones that is gone by the next opening, where this process has not removed it before. */
export const passingFolder = (library: Library) =>
  join(root(library), `.draft-${process.pid}-${randomUUID()}`)

/** A name as it was typed. @throws HaberdashError `wrong-usage` */
export function backboneName(typed: string): string {
  const name = BackboneName.safeParse(typed)
  if (name.success) return name.data
  throw new HaberdashError('wrong-usage', `"${typed}" can't be the name of a backbone.`, {
    todo: 'Take small letters, digits and dashes, at most 64.',
  })
}

/** @throws HaberdashError `backbone-exists` */
export async function checkNew(library: Library, name: string): Promise<void> {
  const known = await listBackbones(library)
  if (known.some((entry) => entry.name === name)) throw exists(name)
}

/**
 * Keeps a copy of a backbone's files in the library, once the engine has loaded them and run them.
 * @throws HaberdashError `backbone-exists`, `model-unreadable`, `model-mismatch`, `disk-full`; the signal's reason, and
 *   then nothing of it is kept
 */
export async function keepBackbone(
  library: Library,
  engine: Engine,
  { name, scaling, files }: { name: string; scaling: Scaling; files: BackboneBytes },
  signal?: AbortSignal,
): Promise<BackboneEntry> {
  await checkNew(library, name)
  const { sha256, model, weights } = files
  // Of its own name, which errors tell.
  const beside = passingFolder(library)
  const draft = join(beside, name)
  try {
    await mkdir(draft, { recursive: true })
    await writeFile(join(draft, BACKBONE_FILES.model), model, { flush: true })
    await writeFile(join(draft, BACKBONE_FILES.weights), weights, { flush: true })
    const shape = await engine.use((api) => api.backbone({ folder: draft, sha256 }))
    signal?.throwIfAborted()
    const entry: BackboneEntry = { name, sha256, scaling, bytes: model.length + weights.length, ...shape }
    await writeFile(join(draft, ABOUT), JSON.stringify(entry), { flush: true })
    await clearRemains(backboneFolder(library, name))
    await rename(draft, backboneFolder(library, name)).catch((error: NodeJS.ErrnoException) => {
      throw ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code ?? '') ? exists(name) : error
    })
    await syncFolder(root(library))
    return entry
  } catch (error) {
    throw asDiskFull(error)
  } finally {
    await rm(beside, { recursive: true, force: true })
  }
}

/** Features that were made while a backbone was removed come to lie where it was: they are of no use to the next. */
async function clearRemains(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  if (names.every((name) => name === 'features')) await rm(folder, { recursive: true, force: true })
}

/** By name; a folder that is no whole backbone is passed over. */
export async function listBackbones(library: Library): Promise<BackboneEntry[]> {
  const names = (await readdir(root(library)).catch(() => [])).sort()
  const entries = await Promise.all(
    names.map(async (name) => {
      if (!BackboneName.safeParse(name).success) return null
      const file = join(backboneFolder(library, name), ABOUT)
      const entry = await readFile(file, 'utf8')
        .then((text) => BackboneEntry.parse(JSON.parse(text)))
        .catch(() => null)
      return entry?.name === name ? entry : null
    }),
  )
  return entries.filter((entry) => entry !== null)
}

/** @throws HaberdashError `backbone-unknown` */
export async function getBackbone(library: Library, name: string): Promise<BackboneEntry> {
  const entry = (await listBackbones(library)).find((known) => known.name === name)
  if (entry) return entry
  throw new HaberdashError('backbone-unknown', `There is no backbone ${name} in this library.`, {
    todo: 'Add it, or choose one that is there.',
  })
}

/** Takes a backbone's folder away, all at once. @throws HaberdashError `backbone-unknown` */
export async function dropBackbone(library: Library, name: string): Promise<void> {
  await getBackbone(library, name)
  const beside = passingFolder(library)
  await rename(backboneFolder(library, name), beside)
  await syncFolder(root(library))
  await rm(beside, { recursive: true, force: true })
}

/** Removes what processes that are no more have left. */
export async function clearPassing(library: Library): Promise<void> {
  for (const name of await readdir(root(library)).catch(() => [])) {
    const [, pid] = /^\.draft-(\d+)-/.exec(name) ?? []
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(join(root(library), name), { recursive: true, force: true })
  }
}

const exists = (name: string) =>
  new HaberdashError('backbone-exists', `There is a backbone ${name} already.`, {
    todo: 'Give this one another name, or remove the other.',
  })
