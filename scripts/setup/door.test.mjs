import { describe, expect, it } from 'vitest'
import { chooseDoor } from './door.mjs'

const desktop = { args: [], electron: '/app/electron', platform: 'linux', env: { DISPLAY: ':0' }, uid: 1000 }

describe('chooseDoor', () => {
  it.each([
    ['a desktop', {}, 'electron'],
    ['Wayland', { env: { WAYLAND_DISPLAY: 'wayland-0' } }, 'electron'],
    ['macOS, which has no DISPLAY', { platform: 'darwin', env: {} }, 'electron'],
    ['no Electron', { electron: null }, 'browser'],
    ['ssh without a display', { env: {} }, 'browser'],
    ['root', { uid: 0 }, 'browser'],
    ['--browser', { args: ['--browser'] }, 'browser'],
  ])('for %s', (_, machine, door) => {
    expect(chooseDoor({ ...desktop, ...machine }).door).toBe(door)
  })

  it('passes on what is not its own', () => {
    const { args } = chooseDoor({ ...desktop, args: ['--library', 'mine', '--browser', '--port', '8080'] })
    expect(args).toEqual(['--library', 'mine', '--port', '8080'])
  })
})
