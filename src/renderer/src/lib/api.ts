import { createORPCClient, type ClientContext, type ClientLink, type ClientOptions } from '@orpc/client'
import type { Api } from '../../../shared/contract/index.ts'
import { HaberdashError } from '../../../shared/errors.ts'

/** The far end is gone, and may come back: what was asked may have been done or not. */
export class NotAnswering extends HaberdashError {
  constructor(cause?: unknown) {
    super('unexpected', "The app's server is not answering.", {
      todo: 'It is being tried again; do this once more when it is back.',
      cause,
    })
  }
}

/** A link whose far end may come and go: calls while there is none, and calls it leaves pending, fail in a sentence. */
export class SwitchingLink implements ClientLink<ClientContext> {
  current: ClientLink<ClientContext> | null = null

  async call(path: readonly string[], input: unknown, options: ClientOptions<ClientContext>) {
    const link = this.current
    if (!link) throw new NotAnswering()
    try {
      return await link.call(path, input, options)
    } catch (error) {
      const lost = this.current !== link && !options.signal?.aborted
      throw lost ? new NotAnswering(error) : error
    }
  }
}

/** The one client every feature uses, whichever door is behind the link. */
export const createApi = (link: SwitchingLink): Api => createORPCClient(link)
