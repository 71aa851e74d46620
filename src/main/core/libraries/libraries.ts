import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type {
  LibraryEntry,
  LibraryId,
  NewLibrary,
  NewLibraryProblems,
} from '../../../shared/contract/libraries.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { openCore, type Core, type CoreOptions } from '../core.ts'
import { makeLibrary } from '../library/library.ts'
import { FASHION_MNIST, photosTemplate } from '../library/template.ts'
import { librariesBelow } from './beside.ts'
import { folderName } from './folder-name.ts'

const MAX_NAME = 100

/** The library that is open, and those beside it: one core at a time. */
export type Libraries = {
  /** Changes when another is opened: a connection keeps the one it began with, so that no id ever means another image. */
  current(): Core
  /** By name. */
  list(): LibraryEntry[]
  /** A sentence for each field that `create` would refuse. */
  check(wanted: NewLibrary): NewLibraryProblems
  /** Makes a library beside the others and opens it. @throws `setting-invalid`, and what `open` throws */
  create(wanted: NewLibrary): Promise<LibraryEntry>
  /**
   * Opens another library and closes the one that was open. Where it can't be opened, the one that was stays so.
   * @throws `library-unknown`, `run-in-progress`, `library-busy`, `library-…`, `dataset-…`
   */
  open(id: LibraryId): Promise<LibraryEntry>
  close(): Promise<void>
}

/** Opens the library of `options`, to start with. @throws HaberdashError `library-…`, `dataset-…` */
export async function openLibraries(options: CoreOptions): Promise<Libraries> {
  let current = await openCore(options)
  const parent = dirname(current.library.folder)
  let changing = false
  let left: Promise<void> = Promise.resolve()

  const list = () => librariesBelow(parent, current.library.folder)
  const check = ({ name, template, classes }: NewLibrary): NewLibraryProblems => ({
    name: nameProblem(name, list()),
    classes: template === 'photos' ? problemOf(() => photosTemplate(classes)) : null,
  })
  /** Opens what `choose` answers, one at a time. */
  const change = async (choose: () => LibraryId): Promise<LibraryEntry> => {
    if (changing) throw busy()
    refuseWhileTraining(current)
    changing = true
    try {
      const id = choose()
      const was = current
      const next = await openCore({ ...options, folder: join(parent, id) })
      try {
        // One may have been started meanwhile.
        refuseWhileTraining(was)
      } catch (error) {
        await next.close()
        throw error
      }
      current = next
      was.events.publish({ type: 'library-left' })
      left = was.close()
      return list().find((entry) => entry.id === id)!
    } finally {
      changing = false
    }
  }
  return {
    current: () => current,
    list,
    check,
    create: (wanted) =>
      change(() => {
        const { name, classes } = check(wanted)
        const problem = name ?? classes
        if (problem !== null) throw new HaberdashError('setting-invalid', problem)
        const id = folderName(wanted.name, new Set(readdirSync(parent)))
        const template = wanted.template === 'photos' ? photosTemplate(wanted.classes) : FASHION_MNIST
        makeLibrary(join(parent, id), template, tidy(wanted.name))
        return id as LibraryId
      }),
    async open(id) {
      const entry = list().find((known) => known.id === id)
      if (!entry) throw unknown()
      return entry.open ? entry : change(() => entry.id)
    },
    async close() {
      await left
      await current.close()
    },
  }
}

const tidy = (name: string): string => name.trim().normalize('NFC')

function nameProblem(typed: string, list: LibraryEntry[]): string | null {
  const name = tidy(typed)
  const length = [...name].length
  if (length < 1 || length > MAX_NAME || /\p{Cc}/u.test(name))
    return `A library's name takes 1 to ${MAX_NAME} characters on one line.`
  const same = list.find((entry) => entry.name.toLowerCase() === name.toLowerCase())
  return same ? `There is a library ${same.name} already.` : null
}

function problemOf(work: () => unknown): string | null {
  try {
    work()
    return null
  } catch (error) {
    if (error instanceof HaberdashError) return error.message
    throw error
  }
}

/** A run of another process goes on there whatever is open here. */
function refuseWhileTraining({ training, runs }: Core): void {
  const running = training.running()
  if (running === null || !runs.isOurs(running)) return
  throw new HaberdashError('run-in-progress', 'A training run is going in this library.', {
    todo: 'Wait for it to end, or cancel it, and then open another.',
  })
}

const unknown = () =>
  new HaberdashError('library-unknown', 'This library is not there any more.', {
    todo: 'Choose another one.',
  })

const busy = () =>
  new HaberdashError('library-busy', 'Another library is being opened.', { todo: 'Wait until it is open.' })
