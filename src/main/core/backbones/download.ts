import { HaberdashError } from '../../../shared/errors.ts'

/** As `fetch`: redirects are not followed by it. */
export type Get = (url: URL, options: { redirect: 'manual'; signal: AbortSignal }) => Promise<Response>

const MAX_REDIRECTS = 5
const TIMEOUT = 10 * 60 * 1000

type Following = {
  /** Bytes of each piece as it comes. */
  told?: (bytes: number) => void
  /** Ends it. */
  signal?: AbortSignal | undefined
  get?: Get
}

/**
 * The bytes behind an address: https only, also after each redirect, and at most so many.
 * @throws HaberdashError `backbone-unreachable`; the signal's reason
 */
export async function download(
  url: URL,
  most: number,
  { told, signal, get = fetch }: Following = {},
): Promise<Uint8Array> {
  const ended = AbortSignal.any([AbortSignal.timeout(TIMEOUT), ...(signal ? [signal] : [])])
  try {
    const { at, body } = await find(url, ended, get)
    return await readBody(at, body, most, { told, signal: ended })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}

/** Follows redirects to what is there. */
async function find(url: URL, signal: AbortSignal, get: Get): Promise<{ at: URL; body: Response['body'] }> {
  let at = url
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    if (at.protocol !== 'https:') throw unreachable(at, 'only https is downloaded')
    const response = await get(at, { redirect: 'manual', signal }).catch((cause: unknown) => {
      throw unreachable(at, 'it does not answer', cause)
    })
    const location = response.headers.get('location')
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel()
      if (!URL.canParse(location, at)) throw unreachable(at, 'it leads nowhere')
      at = new URL(location, at)
      continue
    }
    if (!response.ok) throw unreachable(at, `it answers ${response.status}`)
    return { at, body: response.body }
  }
  throw unreachable(url, `it leads on more than ${MAX_REDIRECTS} times`)
}

async function readBody(
  url: URL,
  body: Response['body'],
  most: number,
  { told, signal }: Following,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  try {
    for await (const part of body ?? []) {
      signal?.throwIfAborted()
      size += part.length
      if (size > most) throw unreachable(url, `it has more than ${most} bytes`)
      parts.push(part)
      told?.(part.length)
    }
  } catch (error) {
    throw error instanceof HaberdashError ? error : unreachable(url, 'it broke off', error)
  }
  return Buffer.concat(parts)
}

const unreachable = ({ host, pathname }: URL, why: string, cause?: unknown) =>
  new HaberdashError('backbone-unreachable', `${host}${pathname} can't be downloaded: ${why}.`, {
    todo: 'Check the address or try again later; or download the files by yourself and choose their folder.',
    cause,
  })
