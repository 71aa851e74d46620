import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { photosTemplate } from './template.ts'

const word = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((name) => name.trim() !== '' && !/\p{Cc}/u.test(name))

describe('photosTemplate', () => {
  it('takes 2 to 200 names of any script, without the blanks around them', () => {
    const names = fc.uniqueArray(word, {
      ...{ minLength: 2, maxLength: 200 },
      selector: (name) => name.trim().normalize('NFC').toLowerCase(),
    })
    fc.assert(
      fc.property(names, (given) => {
        const { classes } = photosTemplate(given.map((name) => ` ${name}\t`))
        expect(classes).toEqual(given.map((name) => name.trim().normalize('NFC')))
      }),
    )
  })

  it.each([
    ['one class', ['hat']],
    ['201 classes', Array.from({ length: 201 }, (_, i) => `class ${i}`)],
    ['an empty name', ['hat', ' ']],
    ['a name of two lines', ['hat', 'a\nb']],
    ['a name of 101 characters', ['hat', '袖'.repeat(101)]],
    ['a name twice', ['Hat', 'hat ']],
    ['a name twice, spelt in two ways', ['ä', 'a\u0308']],
  ])('refuses %s', (_, names) => {
    expect(() => photosTemplate(names)).toThrow(expect.objectContaining({ code: 'setting-invalid' }))
  })
})
