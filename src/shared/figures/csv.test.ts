import { expect, it } from 'vitest'
import { csv } from './csv.ts'

it('writes all digits, quotes what must be, and lets no name be a formula', () => {
  const rows = [
    ['Bag, small', 1 / 3, null],
    ['say "hat"', -2, NaN],
    ['=1+1', 0, '@x'],
  ]
  expect(csv({ columns: ['Class', 'Value', 'Other'], rows }).split('\r\n')).toEqual([
    'Class,Value,Other',
    '"Bag, small",0.3333333333333333,',
    '"say ""hat""",-2,',
    "'=1+1,0,'@x",
    '',
  ])
})
