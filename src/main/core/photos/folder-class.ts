/**
 * How a folder's name is held against a class's, strictest first. No folder can be named "T-shirt/top", so at last
 * letters, their marks and digits alone are compared.
 */
const FORMS: ((name: string) => string)[] = [
  (name) => name.normalize('NFC'),
  (name) => name.normalize('NFC').toLowerCase(),
  (name) =>
    name
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}]/gu, ''),
]

/** The class a folder is named like, or undefined: "t-shirt top" and "T-SHIRT_TOP" are "T-shirt/top". */
export function classOfFolder<Class extends { name: string }>(
  classes: readonly Class[],
  folder: string,
): Class | undefined {
  for (const form of FORMS) {
    const wanted = form(folder)
    const found = wanted === '' ? undefined : classes.find(({ name }) => form(name) === wanted)
    if (found) return found
  }
  return undefined
}
