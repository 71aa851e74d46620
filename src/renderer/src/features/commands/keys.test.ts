// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import { Commands, type Command } from './commands.svelte.ts'
import { ariaKeys, isForCommands, keyName, keyParts } from './keys.ts'

const press = (key: string, held: KeyboardEventInit = {}) =>
  new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...held })

test.each([
  [press('U'), 'u'],
  [press(' '), 'Space'],
  [press('z', { ctrlKey: true }), 'Ctrl+z'],
  [press('z', { metaKey: true }), 'Ctrl+z'],
  [press('Z', { ctrlKey: true, shiftKey: true }), 'Ctrl+Shift+z'],
  [press('?', { shiftKey: true }), '?'],
  [press('Enter', { ctrlKey: true }), 'Ctrl+Enter'],
])('%#: a key press by name', (event, name) => expect(keyName(event)).toBe(name))

test('keys as they are shown and as they are announced', () => {
  expect(keyParts('Ctrl+Shift+z')).toEqual(['Ctrl', 'Shift', 'Z'])
  expect(keyParts('+')).toEqual(['+'])
  expect(ariaKeys(['u', 'Ctrl+z'])).toBe('u Control+z')
})

/** Where a key is pressed, and whether it is the app's there. */
function pressedIn(html: string, key: string, held: KeyboardEventInit = {}): boolean {
  document.body.innerHTML = html
  const event = press(key, held)
  const seen = vi.fn((each: Event) => isForCommands(each as KeyboardEvent))
  document.addEventListener('keydown', seen, { once: true })
  document.querySelector('#at')!.dispatchEvent(event)
  return seen.mock.results[0]?.value as boolean
}

test.each([
  ['<div id="at"></div>', '3', true],
  ['<input id="at">', '3', false],
  ['<input id="at" type="range">', '3', true],
  ['<button id="at"></button>', '3', true],
  ['<button id="at"></button>', 'Enter', false],
  ['<button id="at"></button>', ' ', false],
  ['<div role="dialog"><p id="at"></p></div>', '3', false],
  ['<div role="dialog" data-commands><p id="at"></p></div>', '3', true],
  ['<div role="menu"><div role="menuitem" id="at"></div></div>', 'Escape', false],
])('in %s the key %s is for the app: %s', (html, key, wanted) => expect(pressedIn(html, key)).toBe(wanted))

test('Ctrl+K is for the app even in a text field', () => {
  expect(pressedIn('<input id="at">', 'k', { ctrlKey: true })).toBe(true)
})

const command = (change: Partial<Command>): Command => ({
  id: 'x',
  title: 'X',
  group: 'Look',
  keys: ['x'],
  run: vi.fn(),
  ...change,
})

test('the first enabled command with the key is run', () => {
  const [off, first, second] = [command({ enabled: () => false }), command({}), command({})]
  const commands = new Commands(() => [off, first, second])
  document.body.innerHTML = '<div id="at"></div>'
  document.addEventListener('keydown', (event) => commands.key(event), { once: true })
  const event = press('x')
  document.querySelector('#at')!.dispatchEvent(event)
  expect([off.run, first.run, second.run].map((run) => vi.mocked(run).mock.calls.length)).toEqual([0, 1, 0])
  expect(event.defaultPrevented).toBe(true)
})

test('running from the list closes it first', () => {
  const commands = new Commands(() => [])
  commands.open('palette')
  const opening = command({ run: () => commands.open('cheat-sheet') })
  commands.run(opening)
  expect(commands.layer).toBe('cheat-sheet')
})

test('all commands are at hand in what is popped up, and in no dialog that asks something', () => {
  document.body.innerHTML = `
    <div role="dialog" data-popover-content><input id="popped"></div><div role="dialog"><input id="asked"></div>`
  const all = vi.fn()
  const commands = new Commands(() => [command({ keys: ['Ctrl+k'], run: all })])
  document.addEventListener('keydown', (event) => commands.key(event))
  const pressIn = (id: string) =>
    document
      .querySelector(id)!
      .dispatchEvent(
        new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, bubbles: true, cancelable: true }),
      )
  pressIn('#asked')
  expect(all).not.toHaveBeenCalled()
  pressIn('#popped')
  expect(all).toHaveBeenCalledOnce()
})
