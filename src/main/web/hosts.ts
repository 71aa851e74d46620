import { isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'

const WILDCARDS = ['0.0.0.0', '::']

const bracketed = (address: string) => (isIPv6(address) ? `[${address}]` : address)

/** The addresses a server on `host` answers at: itself, loopback by name, and for a wildcard every interface. */
function addresses(host: string): string[] {
  if (!WILDCARDS.includes(host)) return [host, 'localhost', '127.0.0.1', '::1']
  const own = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address))
  return ['localhost', ...own.filter((address) => !address.includes('%'))]
}

/** The values of the Host header that are ours. Browsers leave the port out where it is 80. */
export function ownHosts(host: string, port: number): ReadonlySet<string> {
  const names = addresses(host).map(bracketed)
  return new Set([...names.map((name) => `${name}:${port}`), ...(port === 80 ? names : [])])
}

/** The server's address for a person to open: of a wildcard, one that can be reached from elsewhere. */
export function publicOrigin(host: string, port: number): string {
  const reachable = WILDCARDS.includes(host)
    ? (addresses(host).find((address) => !isIPv6(address) && !/^(localhost|127\.)/.test(address)) ??
      '127.0.0.1')
    : host
  return `http://${bracketed(reachable)}:${port}`
}
