import type { ClientContext, ClientLink } from '@orpc/client'
import { expect, test } from 'vitest'
import { createApi, NotAnswering, SwitchingLink } from './api.ts'
import { held } from './testing/fake-api.ts'

const link = (call: ClientLink<ClientContext>['call']): ClientLink<ClientContext> => ({ call })

test('a call goes to the link there is, by its path', async () => {
  const switching = new SwitchingLink()
  switching.current = link(async (path, input) => [path.join('.'), input])
  await expect(createApi(switching).browse.detail({ id: 7 as never })).resolves.toEqual([
    'browse.detail',
    { id: 7 },
  ])
})

test('a call while there is none fails in a sentence', async () => {
  const call = createApi(new SwitchingLink()).library.info()
  await expect(call).rejects.toThrow("The app's server is not answering.")
  await expect(call).rejects.toBeInstanceOf(NotAnswering)
})

test('a call whose link goes away meanwhile fails in the same sentence', async () => {
  const switching = new SwitchingLink()
  const answer = held<never>()
  switching.current = link(() => answer.promise)
  const call = createApi(switching).library.info()
  switching.current = null
  answer.reject(new Error('AbortError'))
  await expect(call).rejects.toThrow("The app's server is not answering.")
})

test("the server's own error comes through", async () => {
  const switching = new SwitchingLink()
  switching.current = link(() => Promise.reject(new Error('There is nothing to undo.')))
  await expect(createApi(switching).labels.undo()).rejects.toThrow('There is nothing to undo.')
})
