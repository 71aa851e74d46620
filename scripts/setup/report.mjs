import process from 'node:process'

/** What a person reads when a step can't be done: one sentence that says what is missing and what to do. */
export class SetupError extends Error {
  /** @param {string} sentence @param {string} [details] the failing tool's own last words */
  constructor(sentence, details = '') {
    super(sentence)
    this.details = details
  }
}

const QUIET_MS = 2000
const EVERY_MS = { line: 100, log: 10_000 }

/**
 * Runs one step and prints its outcome as `name: what happened`. What takes over two seconds shows what it is doing
 * and for how long: on a terminal in one line that is rewritten, elsewhere (CI) in a plain line every ten seconds.
 *
 * @template T
 * @param {string} name
 * @param {(doing: (what: string) => void) => Promise<string>} work gets a function that says what it is doing
 * @param {{ out?: { isTTY?: boolean, columns?: number, write: (text: string) => unknown }, quiet?: number }} [options]
 */
export async function step(name, work, { out = process.stdout, quiet = QUIET_MS } = {}) {
  const live = Boolean(out.isTTY) && !process.env.CI
  const started = performance.now()
  let what = ''
  let shown = false
  let lastLog = -Infinity
  const clear = () => shown && live && out.write('\r\x1b[K')
  const tick = () => {
    const elapsed = performance.now() - started
    if (elapsed < quiet || (!live && elapsed - lastLog < EVERY_MS.log)) return
    lastLog = elapsed
    shown = true
    const line = `${name}: ${what || 'working'} … ${Math.round(elapsed / 1000)} s`
    out.write(live ? `\r\x1b[K${line.slice(0, (out.columns || 80) - 1)}` : `${line}\n`)
  }
  const timer = setInterval(tick, EVERY_MS.line)
  try {
    const outcome = await work((doing) => {
      what = doing
      tick()
    })
    const seconds = (performance.now() - started) / 1000
    clear()
    out.write(`${name}: ${outcome}${seconds >= 2 ? ` (${seconds.toFixed(0)} s)` : ''}\n`)
  } catch (error) {
    clear()
    if (error.details) out.write(`${error.details}\n`)
    out.write(`${name}: ${error.message}\n`)
    throw error
  } finally {
    clearInterval(timer)
  }
}
