import { DARK, LIGHT } from '../../../../shared/figures/theme.ts'
import { saveSheet, type Sheet } from './picture-sheet.ts'

/** Saves pictures in the colours that they are seen in. */
export function saveShown(sheet: Sheet): void {
  const { theme } = document.documentElement.dataset
  const dark = theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
  saveSheet(sheet, dark ? DARK : LIGHT)
}
