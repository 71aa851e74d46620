/** How far a piece of work is: what it is about, and 0 to 1 over all of it. */
export type Progress<Stage extends string = string> = { stage: Stage; fraction: number }

/** How whoever waits for a piece of work gives it up, and hears of it. */
export type Work<Stage extends string = string> = {
  signal?: AbortSignal | undefined
  onProgress?: ((progress: Progress<Stage>) => void) | undefined
}

/** A task of a thread, and what it answers: any number of reports, then one value or error. */
export type Task = { id: number; what: string; input: unknown }
export type Answer = {
  id: number
  progress?: Progress
  value?: unknown
  error?: { code: string; message: string; todo?: string | undefined }
}

/** What a thread can do: by name what each task takes, and what it makes of it. */
export type Tasks = Record<string, (input: never, tell: (progress: Progress) => void) => unknown>
