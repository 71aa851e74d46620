import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { BACKBONE_FILES, BackboneShape, Scaling } from '../../../shared/contract/backbone.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { Engine } from '../engine-client.ts'
import { asDiskFull, syncFolder } from '../library/files.ts'
import type { Library } from '../library/library.ts'
import type { BackboneBytes } from './source.ts'

const ABOUT = 'backbone.json'

/** Name of a backbone and of its folder. */
export const BackboneName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/)

export const BackboneEntry = BackboneShape.extend({
  name: BackboneName,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  scaling: Scaling,
  bytes: z.int(),
})
export type BackboneEntry = z.infer<typeof BackboneEntry>

const root = (library: Library) => join(library.folder, 'backbones')
export const backboneFolder = (library: Library, name: string) => join(root(library), name)

/** A name as it was typed. @throws HaberdashError `wrong-usage` */
export function backboneName(typed: string): string {
  const name = BackboneName.safeParse(typed)
  if (name.success) return name.data
  throw new HaberdashError('wrong-usage', `"${typed}" can't be the name of a backbone.`, {
    todo: 'Take small letters, digits and dashes, at most 64.',
  })
}

/**
 * Keeps a copy of a backbone's files in the library, once the engine has loaded them and run them.
 * @throws HaberdashError `backbone-exists`, `model-unreadable`, `model-mismatch`, `disk-full`
 */
export async function addBackbone(
  library: Library,
  engine: Engine,
  { name, scaling, files }: { name: string; scaling: Scaling; files: BackboneBytes },
): Promise<BackboneEntry> {
  const known = await listBackbones(library)
  if (known.some((entry) => entry.name === name)) throw exists(name)
  // Of its own name, which errors tell.
  const beside = join(root(library), `.draft-${process.pid}`)
  const draft = join(beside, name)
  try {
    await mkdir(draft, { recursive: true })
    await writeFile(join(draft, BACKBONE_FILES.model), files.model, { flush: true })
    await writeFile(join(draft, BACKBONE_FILES.weights), files.weights, { flush: true })
    const shape = await engine.use((api) => api.backbone({ folder: draft }))
    const bytes = files.model.length + files.weights.length
    const entry: BackboneEntry = { name, sha256: files.sha256, scaling, bytes, ...shape }
    await writeFile(join(draft, ABOUT), JSON.stringify(entry), { flush: true })
    await rename(draft, backboneFolder(library, name))
    await syncFolder(root(library))
    return entry
  } catch (error) {
    throw asDiskFull(error)
  } finally {
    await rm(beside, { recursive: true, force: true })
  }
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
    todo: '"backbones list" says which there are.',
  })
}

/** Takes a backbone away, with the features kept of it. @throws HaberdashError `backbone-unknown` */
export async function removeBackbone(library: Library, name: string): Promise<void> {
  await getBackbone(library, name)
  await rm(backboneFolder(library, name), { recursive: true })
}

const exists = (name: string) =>
  new HaberdashError('backbone-exists', `There is a backbone ${name} already.`, {
    todo: 'Give this one another name, or remove the other.',
  })
