import { describe, expect, it } from 'vitest'
import { ownHosts, publicOrigin } from './hosts.ts'

describe('the addresses of the browser door', () => {
  it('are loopback’s and no other by default', () => {
    expect([...ownHosts('127.0.0.1', 4000)].sort()).toEqual([
      '127.0.0.1:4000',
      '[::1]:4000',
      'localhost:4000',
    ])
    expect(publicOrigin('127.0.0.1', 4000)).toBe('http://127.0.0.1:4000')
  })

  it('have brackets for IPv6, and no port where it is 80', () => {
    expect(ownHosts('::1', 4000)).toContain('[::1]:4000')
    expect(publicOrigin('::1', 4000)).toBe('http://[::1]:4000')
    expect(ownHosts('127.0.0.1', 80)).toContain('127.0.0.1')
  })

  it('are the interfaces’ for a wildcard, which is no address to open', () => {
    expect(ownHosts('0.0.0.0', 4000)).toContain('127.0.0.1:4000')
    expect(ownHosts('0.0.0.0', 4000)).not.toContain('0.0.0.0:4000')
    expect(publicOrigin('0.0.0.0', 4000)).not.toContain('0.0.0.0')
  })
})
