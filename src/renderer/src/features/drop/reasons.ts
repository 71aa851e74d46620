import { shownName } from '../../../../shared/file-name.ts'
import type { Failure } from './found.ts'

/** What went wrong with some files in the same way: the sentence, and whose it is. */
export type Reason = { text: string; names: string[] }

/** Up to so many files are told in a sentence each. */
const FEW = 3

/** The sentence without the name in it, by which files are of one kind: "This file is empty. Copy it again." */
const without = (name: string, text: string): string => text.replace(`: ${name}`, '').replace(`${name}: `, '')

/** Failures as they are told: each in its own sentence, but what befell many files once, with their names. */
export function reasons(failures: readonly Failure[]): Reason[] {
  const byText = new Map<string, Failure[]>()
  for (const failure of failures) {
    const kind = without(shownName(failure.name), failure.text)
    byText.set(kind, [...(byText.get(kind) ?? []), failure])
  }
  return [...byText].flatMap(([text, alike]) =>
    alike.length > FEW
      ? [{ text, names: alike.map(({ name }) => shownName(name)) }]
      : alike.map((failure) => ({ text: failure.text, names: [] })),
  )
}
