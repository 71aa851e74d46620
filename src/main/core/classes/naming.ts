import { MAX_CLASS_NAME } from '../../../shared/contract/classes.ts'
import { HaberdashError } from '../../../shared/errors.ts'
import { NOT_GARMENT } from './not-garment.ts'

/** Names that differ in this are two classes. */
const identity = (name: string) => name.toLowerCase()

/**
 * A name as it is kept: blanks around it taken off, in normal form C.
 * @param others the names of the other classes
 * @throws HaberdashError `setting-invalid` for an empty, overlong or broken one, and for one that another class has, or what is no garment
 */
export function checkedName(text: string, others: readonly string[]): string {
  const name = text.trim().normalize('NFC')
  const length = [...name].length
  if (length === 0) throw invalid('A class needs a name.', 'Type one.')
  if (length > MAX_CLASS_NAME) {
    throw invalid(`The name of a class has at most ${MAX_CLASS_NAME} characters.`, 'Choose a shorter one.')
  }
  if (/\p{Cc}/u.test(name)) throw invalid('The name of a class is on one line.', 'Take the line breaks out.')
  if (identity(name) === identity(NOT_GARMENT)) {
    throw invalid(`${NOT_GARMENT} is a label that every library has, and no class.`, 'Choose another name.')
  }
  const same = others.find((other) => identity(other) === identity(name))
  if (same !== undefined) throw invalid(`There is a class ${same} already.`, 'Choose another name.')
  return name
}

/** The name, or with the first number that makes it nobody else's: "Dress", "Dress 2". */
export function freeName(name: string, others: readonly string[]): string {
  const taken = new Set(others.map(identity))
  const start = [...name].slice(0, MAX_CLASS_NAME - 4).join('')
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${start} ${n}`
    if (!taken.has(identity(candidate))) return candidate
  }
}

/**
 * A key as it is kept: one small letter or digit.
 * @throws HaberdashError `setting-invalid`
 */
export function checkedKey(text: string): string {
  const key = text.normalize('NFC').toLowerCase()
  if (!/^[\p{L}\p{Nd}]$/u.test(key)) {
    throw invalid('The key of a class is one letter or digit.', 'Choose another, or none.')
  }
  return key
}

export const invalid = (message: string, todo: string) =>
  new HaberdashError('setting-invalid', message, { todo })
