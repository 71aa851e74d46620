import { HaberdashError } from '../../shared/errors.ts'

/** What a program can make of the end of a run. */
export const EXIT = { done: 0, failed: 1, usage: 2, partly: 3 } as const
export type Exit = (typeof EXIT)[keyof typeof EXIT]

/** With --json: one object on stdout and nothing else there. Without: text for people. Logs go to stderr either way. */
export type Output = {
  json: boolean
  /** The one result of a verb. */
  result(value: object, text: string): void
  /** A line about what is going on. */
  log(line: string): void
  fail(error: unknown): Exit
}

export function createOutput(json: boolean): Output {
  return {
    json,
    result: (value, text) => void process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${text}\n`),
    log: (line) => void process.stderr.write(`${line}\n`),
    fail(error) {
      const { code, message, todo } = asHaberdashError(error)
      if (json)
        process.stdout.write(`${JSON.stringify({ error: { code, message, ...(todo && { todo }) } })}\n`)
      else process.stderr.write(`${[message, todo].filter(Boolean).join(' ')}\n`)
      return code === 'wrong-usage' ? EXIT.usage : EXIT.failed
    },
  }
}

export function asHaberdashError(error: unknown): HaberdashError {
  if (error instanceof HaberdashError) return error
  return new HaberdashError('unexpected', error instanceof Error ? error.message : String(error), {
    cause: error,
  })
}

/** "95.1 % of 10,000 images", or that there is no score yet. */
export function scoreText(score: { images: number; accuracy: number } | null): string {
  if (!score) return 'not scored yet'
  return `${(score.accuracy * 100).toFixed(1)} % of ${score.images.toLocaleString('en')} images`
}
