import { mkdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { InputSpec, TemplateName } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { ensureNotGarment } from '../classes/not-garment.ts'
import type { ImageSet } from '../datasets/fashion-mnist.ts'
import { syncDataset } from '../datasets/sync.ts'
import { openDatabase, type LibraryDatabase, type WritableDatabase } from './database.ts'
import { readSetting, writeSetting } from './settings.ts'
import { FASHION_MNIST, type Template } from './template.ts'

/** An open library: a folder with its database, photos and models. */
export type Library = {
  folder: string
  db: LibraryDatabase
  /** Absolute paths of what lies in the folder. */
  paths: { photos: string; thumbnails: string; models: string; checkpoints: string }
  template: TemplateName
  name: string
  input: InputSpec
  /** Null for a library that is made of photos alone. */
  dataset: ImageSet | null
  close(): void
}

/**
 * Makes a library in `folder` from a template, by default of the folder's name. Its images, where the template has
 * some, come with the first opening.
 * @throws HaberdashError `library-exists`, `library-unreadable`, `library-newer`, `library-busy`, `disk-full`
 */
export function makeLibrary(folder: string, template: Template, name = basename(resolve(folder))): void {
  const { root, db } = openFolder(folder)
  try {
    const make = db.write.transaction(() => {
      if (readSetting(db.write, 'template') !== null) throw libraryExists(root)
      initialise(db.write, name, template)
      ensureNotGarment(db.write)
    })
    make.immediate()
  } finally {
    db.close()
  }
}

/**
 * Opens the library in `folder`, making it (Fashion-MNIST's classes and images) where there is none.
 * @param loadDataset the image set of a library that has one
 * @throws HaberdashError `library-unreadable`, `library-newer`, `library-busy`, `disk-full`, or what `loadDataset` throws
 */
export function openLibrary(folder: string, loadDataset: () => ImageSet): Library {
  const { root, paths, db } = openFolder(folder)
  try {
    const ensure = db.write.transaction(() => {
      if (readSetting(db.write, 'template') === null) initialise(db.write, basename(root), FASHION_MNIST)
      ensureNotGarment(db.write)
    })
    ensure.immediate()
    const template = TemplateName.parse(readSetting(db.read, 'template'))
    const dataset = template === 'fashion-mnist' ? loadDataset() : null
    if (dataset) syncDataset(db, dataset)
    return {
      folder: root,
      db,
      paths,
      template,
      name: readSetting(db.read, 'name') ?? basename(root),
      input: InputSpec.parse(JSON.parse(readSetting(db.read, 'input') ?? 'null')),
      dataset,
      close: () => db.close(),
    }
  } catch (error) {
    db.close()
    throw error
  }
}

function openFolder(folder: string): Pick<Library, 'paths' | 'db'> & { root: string } {
  const root = resolve(folder)
  const paths = {
    photos: join(root, 'photos'),
    thumbnails: join(root, 'thumbnails'),
    models: join(root, 'models'),
    checkpoints: join(root, 'checkpoints'),
  }
  makeFolders([root, ...Object.values(paths)])
  return { root, paths, db: openDatabase(join(root, 'haberdash.db')) }
}

function makeFolders(folders: string[]): void {
  try {
    for (const folder of folders) mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new HaberdashError(
      'library-unreadable',
      `The library's folder can't be made or written: ${folders[0]}.`,
      {
        todo: 'Check its permissions, or choose another folder with --library.',
        cause: error,
      },
    )
  }
}

function initialise(db: WritableDatabase, name: string, template: Template): void {
  writeSetting(db, 'template', template.name)
  writeSetting(db, 'name', name)
  writeSetting(db, 'input', JSON.stringify(template.input))
  const insert = db.prepare('INSERT INTO all_classes (position, name, key, color) VALUES (?, ?, ?, ?)')
  for (const [position, className] of template.classes.entries()) {
    // The digits, from 1 to 9 and then 0.
    const key = position < 10 ? String((position + 1) % 10) : null
    insert.run(position, className, key, position)
  }
}

const libraryExists = (folder: string) =>
  new HaberdashError('library-exists', `There is a library in ${folder} already.`, {
    todo: 'Name another folder with --library.',
  })
