// @vitest-environment jsdom
import { expect, test, vi } from 'vitest'
import type { LibraryEvent } from '../../../../shared/contract/library.ts'
import { classId, image, row, viewOf } from '../../lib/testing/samples.ts'
import { App } from './app.svelte.ts'

/** A window whose server answers these calls and tells what is pushed. */
function setUp(answers: Record<string, (input: never) => unknown>) {
  let tell: (event: LibraryEvent) => void = () => {}
  async function* events() {
    for (;;) yield await new Promise<LibraryEvent>((resolve) => (tell = resolve))
  }
  const call = async (path: readonly string[], input: unknown) => {
    const name = path.join('.')
    if (name === 'library.events') return events()
    const answer = answers[name]
    if (!answer) throw new Error(`${name} is not of interest`)
    return answer(input as never)
  }
  const app = new App()
  app.connection.open(({ up }) => up({ call } as never))
  return { app, tell: (event: LibraryEvent) => tell(event) }
}

test('when another model is active, the answers of the one before are not shown any more', async () => {
  const rows = vi.fn(({ ids }: { ids: number[] }) => ids.map((id) => row(id)))
  const { app, tell } = setUp({
    'browse.view': () => viewOf(10, 20),
    'browse.rows': rows,
    'browse.pixels': ({ ids }: { ids: number[] }) => new Blob([new Uint8Array(784 * ids.length)]),
  })
  await vi.waitFor(() => expect(app.browse.view.length).toBe(2))
  app.browse.window(0, 2, 100)
  await vi.waitFor(() => expect(app.browse.rows.row(image(10))).toBeDefined())
  rows.mockClear()
  tell({ type: 'models-changed' })
  await vi.waitFor(() => expect(rows).toHaveBeenCalledWith({ ids: [10, 20] }))
})

test('inside the network a class’s key shows where it looks for that class, whatever else has the key', async () => {
  const shirt = { id: classId(7), name: 'Shirt', key: 'u', color: 0 }
  const { app } = setUp({
    'browse.view': () => viewOf(10, 20),
    'library.info': () => ({ id: 'one', event: 0, classes: [shirt], notGarment: { id: classId(99) } }),
  })
  await vi.waitFor(() => expect([app.browse.view.length, app.library.classes.size]).toEqual([2, 1]))
  app.lookInside()
  const pressed = new KeyboardEvent('keydown', { key: 'u' })
  Object.defineProperty(pressed, 'target', { value: document.body })
  app.commands.key(pressed)
  expect(app.network.chosen).toBe(7)
})
