import { escapeHtml } from '../../../shared/figures/base.ts'

/** HTML that is safe as it is. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Part = Html | string | number | null | readonly Part[]

/** A template whose values are text and are escaped, for what is between tags and for quoted attributes; but for HTML. */
export const html = (strings: TemplateStringsArray, ...values: Part[]): Html =>
  new Html(strings.map((text, i) => (i === 0 ? text : write(values[i - 1]!) + text)).join(''))

function write(part: Part): string {
  if (part === null) return ''
  if (part instanceof Html) return part.text
  if (typeof part === 'object') return part.map(write).join('')
  return escapeHtml(String(part))
}
