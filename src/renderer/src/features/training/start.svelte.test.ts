// @vitest-environment jsdom
import { expect, test } from 'vitest'
import type { BackboneInfo } from '../../../../shared/contract/backbones.ts'
import type { ModelVersion } from '../../../../shared/contract/models.ts'
import { version } from '../../lib/testing/samples.ts'
import { Start } from './start.svelte.ts'

const backbone = (name: string): BackboneInfo => ({
  ...{ name, side: 32, features: 3, scaling: '0..1', bytes: 1, sha256: '0'.repeat(64), versions: [] },
})

const start = (active: ModelVersion | undefined, ...names: string[]) =>
  new Start({ active: () => active, backbones: () => names.map(backbone) })

const offered = (of: Start) => of.choices.map(({ label, request }) => [label, request])

test('the first version starts from what ships, or on a backbone', () => {
  expect(offered(start(undefined, 'net'))).toEqual([
    ['The network that ships', {}],
    ['net, a backbone', { backbone: 'net' }],
  ])
})

test('a later one goes on from the active version, if nothing else is chosen', () => {
  const state = start(version('v2'), 'net')
  expect(offered(state)).toEqual([
    ['v2, the active version', {}],
    ['The network that ships', { fromStart: true }],
    ['net, a backbone', { backbone: 'net' }],
  ])
  expect(state.chosen.request).toEqual({})
  state.choose('on net')
  expect(state.chosen.request).toEqual({ backbone: 'net' })
  state.choose('on another that is gone')
  expect(state.chosen.request).toEqual({})
})

test('a version on a backbone gets a new head on it, and says so', () => {
  const state = start(version('v3', { backbone: 'net' }), 'net', 'other')
  expect(offered(state)).toEqual([
    ['net, the backbone of v3', {}],
    ['The network that ships', { fromStart: true }],
    ['other, a backbone', { backbone: 'other' }],
  ])
  expect(state.chosen.about).toContain('A new head is fitted on net to all that you have labelled by now.')
})
