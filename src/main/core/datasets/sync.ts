import type { LibraryDatabase, WritableDatabase } from '../library/database.ts'
import { readSetting, writeSetting } from '../library/settings.ts'
import type { DatasetSplit, ImageSet } from './fashion-mnist.ts'

/**
 * Brings a library's rows in step with the loaded variant of its dataset: images it has not seen are added with the
 * label they come with, images the variant lacks are set aside (never deleted: they may carry labels), and come back
 * with it. One transaction; nothing to do when the variant is the one of last time.
 */
export function syncDataset(db: LibraryDatabase, dataset: ImageSet): void {
  if (readSetting(db.read, 'dataset_variant') === dataset.variant) return
  db.write
    .transaction(() => {
      db.write.exec("UPDATE images SET present = 0 WHERE source = 'dataset'")
      // As the library was made: a person may have put them in another order, and added some, since.
      const classes = db.write.prepare('SELECT id FROM all_classes ORDER BY id').pluck().all() as number[]
      addSplit(db.write, 'test', dataset.test, classes)
      addSplit(db.write, 'train', dataset.train, classes)
      writeSetting(db.write, 'dataset_variant', dataset.variant)
    })
    .immediate()
}

function addSplit(
  db: WritableDatabase,
  name: 'train' | 'test',
  split: DatasetSplit,
  classes: number[],
): void {
  const upsert = db.prepare(
    `INSERT INTO images (source, split, dataset_index, given_class, label_class, label_actor)
     VALUES ('dataset', ?, ?, ?, ?, 'dataset')
     ON CONFLICT (split, dataset_index) WHERE dataset_index IS NOT NULL DO UPDATE SET present = 1`,
  )
  for (const [position, index] of split.indices.entries()) {
    const given = classes[split.labels[position]!]
    upsert.run(name, index, given, given)
  }
}
