import { scheme } from '../figures/scheme.ts'
import { saveSheet, type Sheet } from './picture-sheet.ts'

/** Saves pictures in the colours that they are seen in. */
export const saveShown = (sheet: Sheet): void => saveSheet(sheet, scheme.figures)
