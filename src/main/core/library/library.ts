import { mkdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { FASHION_MNIST_CLASSES, FASHION_MNIST_INPUT, InputSpec } from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import type { ImageSet } from '../datasets/fashion-mnist.ts'
import { syncDataset } from '../datasets/sync.ts'
import { openDatabase, type LibraryDatabase, type WritableDatabase } from './database.ts'
import { readSetting, writeSetting } from './settings.ts'

/** An open library: a folder with its database, photos and models. */
export type Library = {
  folder: string
  db: LibraryDatabase
  /** Absolute paths of what lies in the folder. */
  paths: { photos: string; thumbnails: string; models: string; checkpoints: string }
  name: string
  input: InputSpec
  dataset: ImageSet
  close(): void
}

/**
 * Opens the library in `folder`, making it (Fashion-MNIST's classes and images) where there is none.
 * @throws HaberdashError `library-unreadable`, `library-newer`, `library-busy`, `disk-full`
 */
export function openLibrary(folder: string, dataset: ImageSet): Library {
  const root = resolve(folder)
  const paths = {
    photos: join(root, 'photos'),
    thumbnails: join(root, 'thumbnails'),
    models: join(root, 'models'),
    checkpoints: join(root, 'checkpoints'),
  }
  makeFolders([root, ...Object.values(paths)])
  const db = openDatabase(join(root, 'haberdash.db'))
  try {
    db.write.transaction(() => initialise(db.write, basename(root))).immediate()
    syncDataset(db, dataset)
    return {
      folder: root,
      db,
      paths,
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

function initialise(db: WritableDatabase, name: string): void {
  if (readSetting(db, 'template') !== null) return
  writeSetting(db, 'template', 'fashion-mnist')
  writeSetting(db, 'name', name)
  writeSetting(db, 'input', JSON.stringify(FASHION_MNIST_INPUT))
  const insert = db.prepare('INSERT INTO classes (position, name, key, color) VALUES (?, ?, ?, ?)')
  for (const [position, className] of FASHION_MNIST_CLASSES.entries()) {
    insert.run(position, className, String((position + 1) % 10), position)
  }
}
