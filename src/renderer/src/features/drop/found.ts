import { shownName } from '../../../../shared/file-name.ts'

/** A file somebody gave, and the name of the folder it lay in. */
export type FoundFile = { file: File; folder?: string }
/** A file or folder of which nothing was added, and why, in a sentence that names it. */
export type Failure = { name: string; text: string }
export type Found = { files: FoundFile[]; skipped: number; failures: Failure[] }

const IMAGE_NAME = /\.(jpe?g|jfif|png|webp|avif|gif|tiff?|svg|heic|heif|bmp)$/i

/** In a folder, files of other kinds are expected and passed over; named one by one, a file is what was meant. */
const mayBeImage = ({ name, type = '' }: { name: string; type?: string }): boolean =>
  !name.startsWith('.') && (type.startsWith('image/') || IMAGE_NAME.test(name))

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject))

/** A directory's entries come in portions; an empty one is the end. */
async function* entriesOf(directory: FileSystemDirectoryEntry): AsyncGenerator<FileSystemEntry> {
  const reader = directory.createReader()
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (portion.length === 0) return
    yield* portion
  }
}

export const cannotOpen = (what: 'file' | 'folder', name: string): Failure => ({
  name,
  text: `This ${what} can't be opened: ${shownName(name)}. Check that it is still there and may be read.`,
})

async function walkFile(entry: FileSystemFileEntry, folder: string | undefined, found: Found): Promise<void> {
  try {
    const file = await fileOf(entry)
    if (folder === undefined) found.files.push({ file })
    else if (mayBeImage(file)) found.files.push({ file, folder })
    else found.skipped++
  } catch {
    if (folder === undefined || mayBeImage(entry)) found.failures.push(cannotOpen('file', entry.name))
    else found.skipped++
  }
}

/** What can't be opened is told by its name, and the others go on. */
async function walk(entry: FileSystemEntry, folder: string | undefined, found: Found): Promise<void> {
  if (!entry.isDirectory) return walkFile(entry as FileSystemFileEntry, folder, found)
  try {
    for await (const each of entriesOf(entry as FileSystemDirectoryEntry)) await walk(each, entry.name, found)
  } catch {
    found.failures.push(cannotOpen('folder', entry.name))
  }
}

/** What was dropped or pasted: files, and folders with all that is in them. */
export async function fromTransfer(transfer: DataTransfer): Promise<Found> {
  // Both must be taken before the first await: afterwards the browser empties the transfer.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry())
  const files = [...transfer.files]
  const found: Found = { files: [], skipped: 0, failures: [] }
  if (entries.some((entry) => entry !== null)) {
    for (const entry of entries) if (entry) await walk(entry, undefined, found)
  } else found.files.push(...files.map((file) => ({ file })))
  return found
}

/** What was chosen in a dialog; a folder's files carry their path. */
export function fromInput(list: FileList): Found {
  const found: Found = { files: [], skipped: 0, failures: [] }
  for (const file of list) {
    const folder = file.webkitRelativePath.split('/').at(-2)
    if (folder === undefined) found.files.push({ file })
    else if (mayBeImage(file)) found.files.push({ file, folder })
    else found.skipped++
  }
  return found
}
