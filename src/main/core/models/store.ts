import { existsSync, openAsBlob } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ModelVersion } from '../../../shared/contract/models.ts'
import { ModelId } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { asDiskFull, syncFolder } from '../library/files.ts'
import type { Library } from '../library/library.ts'
import { isAlive } from '../library/owner.ts'
import { readSetting, writeSetting } from '../library/settings.ts'
import { knobsOf } from './knobs.ts'
import { modelChanged } from './losses.ts'
import { Manifest } from './manifest.ts'
import { namesNow } from './outputs.ts'

/** A model version's files; a folder that lacks one is no version. */
const FILES = ['model.json', 'weights.bin', 'haberdash.json']
const MAX_MANIFEST_BYTES = 1024 * 1024
/** As the engine reads them; an export is held in memory. */
const MAX_FILE_BYTES = 64 * 1024 * 1024

export type ModelStore = {
  /** Newest first. */
  list(): ModelVersion[]
  /** As `get`. */
  active(): Manifest | null
  /** A version's manifest, its classes by the names they have now. @throws `model-unknown` */
  get(id: ModelId): Manifest
  folder(id: ModelId): string
  /** Makes a version the active one. @throws `model-unknown` */
  activate(id: ModelId): ModelVersion
  /** Keeps a person's note on a version; an empty one takes it away. @throws `model-unknown` */
  annotate(id: ModelId, note: string): ModelVersion
  /** Takes a version away: row, note, predictions and folder. @throws `model-unknown`, `model-in-use` for the active one */
  remove(id: ModelId): Promise<void>
  /** The version's files by name. @throws `model-unknown`, `model-unreadable` */
  files(id: ModelId): Promise<{ name: string; content: Blob }[]>
  /** An empty folder beside the versions, for the engine to write a new one into. */
  draft(): Promise<string>
  /** Turns a draft into a version: its manifest is written, the folder renamed into place, its row added. */
  adopt(draft: string, manifest: Manifest): Promise<void>
  /** The next version's id. None is given twice, so that a removed parent's name means no other. */
  nextId(): ModelId
  /** Copies in the versions that ship and are not here yet; the first becomes active where none is. */
  install(resources: string): Promise<void>
}

type Row = { id: ModelId; bytes: number; manifest: string; note: string }

const SELECT = `
  SELECT models.id, bytes, manifest, coalesce(note, '') AS note
  FROM models LEFT JOIN model_notes ON model_notes.model_id = models.id`

/** The model versions of a library: immutable folders under models/, a row each, one of them active. */
export function createModelStore(library: Library): ModelStore {
  const { read, write } = library.db
  const folder = (id: ModelId) => join(library.paths.models, id)
  const rows = () => read.prepare(`${SELECT} ORDER BY models.rowid DESC`).all() as Row[]
  const find = (id: ModelId): Row => {
    const row = read.prepare(`${SELECT} WHERE models.id = ?`).get(id) as Row | undefined
    if (!row) throw new HaberdashError('model-unknown', `There is no model version ${id} in this library.`)
    return row
  }
  const manifestOf = (row: Row) => {
    const manifest = Manifest.parse(JSON.parse(row.manifest))
    return { ...manifest, classes: namesNow(read, manifest) }
  }
  const activeId = () => readSetting(read, 'active_model') as ModelId | null
  const toVersion = (row: Row): ModelVersion => {
    const manifest = manifestOf(row)
    const { id, parent, recipe, seed, createdAt, parameters, threshold, scores, before } = manifest
    return {
      id,
      parent,
      recipe: recipe.name,
      backbone: manifest.backbone?.name ?? null,
      knobs: knobsOf(recipe),
      seed,
      createdAt,
      bytes: row.bytes,
      parameters,
      threshold,
      scores,
      before,
      note: row.note,
      active: id === activeId(),
    }
  }
  const addRow = async (manifest: Manifest) => {
    const bytes = await folderBytes(folder(manifest.id))
    write
      .prepare('INSERT OR REPLACE INTO models (id, created_at, bytes, manifest) VALUES (?, ?, ?, ?)')
      .run(manifest.id, manifest.createdAt, bytes, JSON.stringify(manifest))
  }
  return {
    list: () => rows().map(toVersion),
    active() {
      const id = activeId()
      return id === null ? null : manifestOf(find(id))
    },
    get: (id) => manifestOf(find(id)),
    folder,
    activate(id) {
      const row = find(id)
      write
        .transaction(() => {
          writeSetting(write, 'active_model', id)
          modelChanged(write)
        })
        .immediate()
      return toVersion(row)
    },
    annotate(id, note) {
      find(id)
      if (note === '') write.prepare('DELETE FROM model_notes WHERE model_id = ?').run(id)
      else {
        write
          .prepare(
            `INSERT INTO model_notes (model_id, note) VALUES (?, ?)
             ON CONFLICT (model_id) DO UPDATE SET note = excluded.note`,
          )
          .run(id, note)
      }
      return toVersion(find(id))
    },
    async remove(id) {
      find(id)
      if (activeId() === id) {
        throw new HaberdashError('model-in-use', `${id} is the active version, so it can't be removed.`, {
          todo: 'Activate another one first.',
        })
      }
      write
        .transaction(() => {
          write.prepare('DELETE FROM predictions WHERE model_id = ?').run(id)
          write.prepare('DELETE FROM model_notes WHERE model_id = ?').run(id)
          write.prepare('DELETE FROM models WHERE id = ?').run(id)
        })
        .immediate()
      await rm(folder(id), { recursive: true, force: true })
    },
    async files(id) {
      find(id)
      const files = await Promise.all(
        FILES.map(async (name) => ({ name, content: await openAsBlob(join(folder(id), name)) })),
      ).catch((cause: unknown) => {
        throw new HaberdashError('model-unreadable', `The files of ${id} can't be read.`, { cause })
      })
      if (files.some(({ content }) => content.size > MAX_FILE_BYTES))
        throw new HaberdashError('model-unreadable', `A file of ${id} is larger than any model's should be.`)
      return files
    },
    async draft() {
      const path = join(library.paths.models, `.draft-${process.pid}-${Date.now()}`)
      await mkdir(path)
      return path
    },
    async adopt(draft, manifest) {
      try {
        await writeFile(join(draft, 'haberdash.json'), JSON.stringify(Manifest.parse(manifest), null, 2), {
          flush: true,
        })
        await rename(draft, folder(manifest.id))
        await syncFolder(library.paths.models)
      } catch (error) {
        throw asDiskFull(error)
      }
      await addRow(manifest)
    },
    nextId() {
      let n = Number(readSetting(read, 'last_version') ?? 1) + 1
      // A folder without a row is left by a crash between rename and commit; it is never written over.
      while (existsSync(folder(ModelId.parse(`v${n}`)))) n++
      writeSetting(write, 'last_version', String(n))
      return ModelId.parse(`v${n}`)
    },
    async install(resources) {
      const installed = new Set(JSON.parse(readSetting(read, 'installed_models') ?? '[]') as string[])
      for (const manifest of await shippedVersions(resources)) {
        // Once: a person may have removed it since.
        if (installed.has(manifest.id)) continue
        if (!existsSync(folder(manifest.id))) {
          const draft = await this.draft()
          for (const file of FILES) await cp(join(resources, manifest.id, file), join(draft, file))
          await rename(draft, folder(manifest.id))
        }
        await addRow(manifest)
        writeSetting(write, 'installed_models', JSON.stringify([...installed.add(manifest.id)]))
        if (activeId() === null) writeSetting(write, 'active_model', manifest.id)
      }
    },
  }
}

/** Manifests of the versions in a folder, by name. Anything there that is no whole version is passed over. */
async function shippedVersions(resources: string): Promise<Manifest[]> {
  const manifests: Manifest[] = []
  for (const name of (await readdir(resources).catch(() => [])).sort()) {
    const path = (file: string) => join(resources, name, file)
    if (!ModelId.safeParse(name).success || !FILES.every((file) => existsSync(path(file)))) continue
    if ((await stat(path('haberdash.json'))).size > MAX_MANIFEST_BYTES) continue
    const manifest = Manifest.safeParse(JSON.parse(await readFile(path('haberdash.json'), 'utf8')))
    if (manifest.success && manifest.data.id === name) manifests.push(manifest.data)
  }
  return manifests
}

async function folderBytes(path: string): Promise<number> {
  const sizes = await Promise.all(FILES.map(async (file) => (await stat(join(path, file))).size))
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Removes drafts of processes that are no more. */
export async function clearDrafts(library: Library): Promise<void> {
  for (const name of await readdir(library.paths.models)) {
    const [, pid] = /^\.draft-(\d+)-/.exec(name) ?? []
    if (pid !== undefined && !isAlive(Number(pid))) {
      await rm(join(library.paths.models, name), { recursive: true, force: true })
    }
  }
}
