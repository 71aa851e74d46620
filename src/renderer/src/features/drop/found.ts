/** A file somebody gave, and the name of the folder it lay in. */
export type FoundFile = { file: File; folder?: string }
export type Found = { files: FoundFile[]; skipped: number }

const IMAGE_NAME = /\.(jpe?g|jfif|png|webp|avif|gif|tiff?|svg|heic|heif|bmp)$/i

/** In a folder, files of other kinds are expected and passed over; named one by one, a file is what was meant. */
const mayBeImage = ({ name, type }: File): boolean =>
  !name.startsWith('.') && (type.startsWith('image/') || IMAGE_NAME.test(name))

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject))

/** A directory's entries come in portions; an empty one is the end. */
async function entriesOf(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    )
    if (portion.length === 0) return all
    all.push(...portion)
  }
}

async function walk(entry: FileSystemEntry, folder: string | undefined, found: Found): Promise<void> {
  if (entry.isDirectory) {
    const inside = await entriesOf(entry as FileSystemDirectoryEntry)
    for (const each of inside) await walk(each, entry.name, found)
    return
  }
  const file = await fileOf(entry as FileSystemFileEntry)
  if (folder === undefined) found.files.push({ file })
  else if (mayBeImage(file)) found.files.push({ file, folder })
  else found.skipped++
}

/** What was dropped or pasted: files, and folders with all that is in them. */
export async function fromTransfer(transfer: DataTransfer): Promise<Found> {
  // Both must be taken before the first await: afterwards the browser empties the transfer.
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry())
  const files = [...transfer.files]
  const found: Found = { files: [], skipped: 0 }
  if (entries.some((entry) => entry !== null)) {
    for (const entry of entries) if (entry) await walk(entry, undefined, found)
  } else found.files.push(...files.map((file) => ({ file })))
  return found
}

/** What was chosen in a dialog; a folder's files carry their path. */
export function fromInput(list: FileList): Found {
  const found: Found = { files: [], skipped: 0 }
  for (const file of list) {
    const folder = file.webkitRelativePath.split('/').at(-2)
    if (folder === undefined) found.files.push({ file })
    else if (mayBeImage(file)) found.files.push({ file, folder })
    else found.skipped++
  }
  return found
}
