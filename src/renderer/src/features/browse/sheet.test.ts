import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sheetOf } from '../../lib/testing/samples.ts'
import { filesOf } from './sheet.ts'

test('every file comes out as it went in, the empty ones too', async () => {
  const file = fc.uint8Array({ maxLength: 300 })
  await fc.assert(
    fc.asyncProperty(fc.array(file, { maxLength: 20 }), async (files) => {
      const sheet = await sheetOf(...files).arrayBuffer()
      expect(filesOf(sheet, files.length).map((each) => [...each])).toEqual(files.map((each) => [...each]))
    }),
  )
})

test('one that ends too early is none', async () => {
  const sheet = await sheetOf(Uint8Array.of(1, 2, 3)).arrayBuffer()
  expect(() => filesOf(sheet.slice(0, 6), 1)).toThrow('ends too early')
})
