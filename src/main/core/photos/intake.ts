import type { AddedPhoto } from '../../../shared/contract/photos.ts'
import type { InputSpec } from '../../../shared/domain.ts'
import type { Library } from '../library/library.ts'
import { fileBytes } from './file-bytes.ts'
import type { PhotoPool } from './pool.ts'
import { createRoom } from './room.ts'
import { addPhoto } from './store.ts'

/** Bytes of files that are read at once: a photo is held by main and by a thread, so this bounds what memory they take. */
const ROOM = 128 * 1024 * 1024

/** How photos come in: prepared by threads, a bounded number at a time. */
export type Intake = {
  /**
   * Stores a photo, as `addPhoto` does.
   * @param how.bulk one of very many: others go first, and these have their rows in the order they were given, so
   *   that the same photos always get the same ids and splits
   */
  add(file: File, how: { folder?: string; bulk?: boolean }): Promise<AddedPhoto>
  /** A photo as a model's input of that form; nothing is kept. */
  input(file: File, spec: InputSpec, how: { bulk?: boolean }): Promise<Uint8Array>
}

export function createIntake(library: Library, pool: PhotoPool): Intake {
  const room = createRoom(ROOM)
  const take = createTurns()
  return {
    async add(file, { folder, bulk }) {
      const turn = bulk ? take() : null
      try {
        return await room(file.size, async () => {
          const bytes = await fileBytes(file)
          const prepare = () => pool.run('prepare', { bytes, name: file.name, bulk }, library.input)
          return addPhoto(library, bytes, file.name, folder, { prepare, inTurn: turn?.run })
        })
      } finally {
        turn?.pass()
      }
    },
    input: (file, spec, { bulk }) =>
      room(file.size, async () =>
        pool.run('input', { bytes: await fileBytes(file), name: file.name, bulk }, spec),
      ),
  }
}

/** Turns in the order they are taken. */
function createTurns() {
  let last: Promise<void> = Promise.resolve()
  return () => {
    const mine = last
    let pass = () => {}
    const passed = new Promise<void>((resolve) => (pass = resolve))
    last = mine.then(() => passed)
    return {
      /** Begins `work` when all before have begun theirs, or passed. */
      run: async <T>(work: () => Promise<T>): Promise<T> => {
        await mine
        const begun = work()
        pass()
        return begun
      },
      pass,
    }
  }
}
