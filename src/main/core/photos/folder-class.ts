/** No folder can be named "T-shirt/top", so letters, their marks and digits alone are compared. */
const plain = (name: string) =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '')

/** Whether two names would be the same class to `classOfFolder`. */
export const isSameName = (a: string, b: string): boolean =>
  a.normalize('NFC') === b.normalize('NFC') || (plain(a) !== '' && plain(a) === plain(b))

/** The class a folder is named like, or undefined: "t-shirt top" and "T-SHIRT_TOP" are "T-shirt/top". */
export const classOfFolder = <Class extends { name: string }>(
  classes: readonly Class[],
  folder: string,
): Class | undefined => classes.find(({ name }) => isSameName(name, folder))
