const LONGEST = 50
/** Names that Windows keeps for devices. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)$/

/**
 * A folder's name for a library, safe on every system: small letters and digits of any script, dashes between, at most
 * 50 characters, none of `taken` and no device's name.
 */
export function folderName(name: string, taken: ReadonlySet<string>): string {
  const words =
    name
      .normalize('NFC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  const short = [...words.join('-')].slice(0, LONGEST).join('').replace(/-$/, '')
  const base = short === '' || DEVICES.test(short) ? `library${short && '-'}${short}` : short
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? base : `${base}-${n}`
    if (!taken.has(candidate)) return candidate
  }
}
