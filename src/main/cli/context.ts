import { createRouterClient } from '@orpc/server'
import cliProgress from 'cli-progress'
import type { Api } from '../../shared/contract/index.ts'
import { fromOrpcError } from '../../shared/error-mapping.ts'
import type { Core } from '../core/core.ts'
import { openLibraries, type Libraries } from '../core/libraries/libraries.ts'
import { createRouter } from '../core/router.ts'
import { forkEngine } from '../fork-engine.ts'
import { places } from '../places.ts'
import { createOutput, type Exit, type Output } from './output.ts'

export type GlobalOptions = { library?: string; json?: boolean; dataset?: 'auto' | 'full' | 'embedded' }

export type Context = { api: Api; core: Core; libraries: Libraries; out: Output; progress: Progress }

/** A bar on stderr for people at a terminal; silent otherwise. */
export type Progress = {
  start(what: string, total: number): void
  at(n: number, total?: number): void
  stop(): void
}

/** Opens the library, runs a verb against the contract by direct call, closes it again. */
export async function withLibrary(
  options: GlobalOptions,
  verb: (context: Context) => Promise<Exit>,
  more: { background: boolean } = { background: false },
): Promise<void> {
  const out = createOutput(options.json ?? false)
  let libraries: Libraries | undefined
  try {
    libraries = await openLibraries({
      folder: options.library ?? places.defaultLibrary,
      resources: places.resources,
      cache: places.cache,
      dataset: options.dataset,
      startEngine: forkEngine,
      background: more.background,
    })
    const core = libraries.current()
    const api: Api = createRouterClient(createRouter(core, libraries))
    process.exitCode = await verb({ api, core, libraries, out, progress: createProgress() })
  } catch (error) {
    process.exitCode = out.fail(fromOrpcError(error))
  } finally {
    await libraries?.close()
  }
}

function createProgress(): Progress {
  const bar = new cliProgress.SingleBar({
    format: '{what} [{bar}] {value} of {total}, {eta_formatted} left',
    stream: process.stderr,
    clearOnComplete: true,
    hideCursor: true,
    noTTYOutput: false,
  })
  return {
    start: (what, total) => bar.start(total, 0, { what }),
    at(n, total) {
      if (total !== undefined) bar.setTotal(total)
      bar.update(n)
    },
    stop: () => bar.stop(),
  }
}
