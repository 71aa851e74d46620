// eslint-disable-next-line no-restricted-imports -- The test reads a file of the app's; what it tests needs none.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { DARK, LIGHT } from './theme.ts'

const tokens = readFileSync('src/renderer/src/styles/tokens.css', 'utf8')

/** A custom property's two values: in the light, in the dark. */
function token(name: string): (string | undefined)[] {
  const [, light, dark] = new RegExp(`--${name}: light-dark\\((#\\w{6}), (#\\w{6})\\)`).exec(tokens) ?? []
  return [light, dark]
}

it('draws figures in the colours of the app', () => {
  const names = {
    surface: 'raised',
    text: 'text',
    muted: 'muted',
    line: 'line',
    strong: 'line-strong',
  } as const
  const signs = { accent: 'accent', wrong: 'wrong', good: 'good' } as const
  for (const [key, name] of Object.entries({ ...names, ...signs }) as [keyof typeof names, string][])
    expect([name, LIGHT[key], DARK[key]]).toEqual([name, ...token(name)])
  for (let slot = 0; slot < 10; slot++)
    expect([LIGHT.classes[slot], DARK.classes[slot]]).toEqual(token(`class-${slot}`))
})
