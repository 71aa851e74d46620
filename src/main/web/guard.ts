import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/**
 * Lets one person's browser in and nobody else: the token of the first URL becomes a cookie, and Host and Origin are
 * checked on every request, so that neither a page elsewhere nor a name that resolves to this machine (DNS
 * rebinding) can speak to the server.
 */
export type Guard = {
  /** The secret in the first URL. */
  token: string
  /** Set-Cookie for whoever brought the token. */
  cookie: string
  isTokenRight(token: string): boolean
  /** Null, or why the request is refused. */
  refusal(request: IncomingMessage, kind: 'page' | 'socket'): { status: 401 | 403; reason: string } | null
}

/** @param hosts the values of Host that are ours, as "127.0.0.1:4321" */
export function createGuard(hosts: ReadonlySet<string>, port: number): Guard {
  const token = randomBytes(32).toString('hex')
  const session = randomBytes(32).toString('hex')
  // Cookies know no ports: two servers on one machine need two names.
  const name = `haberdash_${port}`
  return {
    token,
    cookie: `${name}=${session}; HttpOnly; SameSite=Strict; Path=/`,
    isTokenRight: (candidate) => equal(candidate, token),
    refusal(request, kind) {
      const { host, origin, cookie } = request.headers
      if (host === undefined || !hosts.has(host))
        return { status: 403, reason: 'This address is not served here.' }
      const foreign = origin === undefined ? kind === 'socket' : origin !== `http://${host}`
      const site = request.headers['sec-fetch-site']
      const crossSite = site === 'cross-site' || site === 'same-site'
      if (foreign || (crossSite && kind === 'socket'))
        return { status: 403, reason: 'Another page may not speak to Haberdash.' }
      if (!equal(cookieNamed(cookie ?? '', name), session)) {
        return { status: 401, reason: 'Open the address that Haberdash printed when it started.' }
      }
      return null
    },
  }
}

function cookieNamed(header: string, name: string): string {
  const pair = header.split(/;\s*/).find((part) => part.startsWith(`${name}=`))
  return pair?.slice(name.length + 1) ?? ''
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
