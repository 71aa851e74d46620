/** The names in a list as it is typed: one a line, or between commas. Empty ones are left out. */
export const classNames = (typed: string): string[] =>
  typed
    .split(/[\n,]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')
