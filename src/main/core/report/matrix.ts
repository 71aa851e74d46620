import type { Results } from '../../../shared/contract/results.ts'
import { html, type Html } from './html.ts'
import { table } from './parts.ts'

export function matrixPart({ classes, confusion }: Results): Html {
  const names = classes.map(({ name }) => name)
  const rows = confusion.map((row, i) => [names[i]!, ...row])
  return html`<h2>Confusion matrix</h2>
    ${table({ columns: ['Label', ...names], rows }, 'Confusion matrix')}`
}
