const LENGTH_BYTES = 4

/** The files of a sheet of thumbnails (contract, `browse.thumbnails`): copies, so that none keeps the others in memory. */
export function filesOf(sheet: ArrayBuffer, count: number): Uint8Array<ArrayBuffer>[] {
  const lengths = new DataView(sheet)
  const files: Uint8Array<ArrayBuffer>[] = []
  let at = count * LENGTH_BYTES
  for (let place = 0; place < count; place++) {
    const end = at + lengths.getUint32(place * LENGTH_BYTES, true)
    if (end > sheet.byteLength) throw new Error('A sheet of thumbnails ends too early.')
    files.push(new Uint8Array(sheet.slice(at, end)))
    at = end
  }
  return files
}
