import { expect, test } from 'vitest'
import { shownName } from './file-name.ts'

test.each([
  ['シャツ 👩‍👧 حذاء <img>.jpg', 'シャツ 👩‍👧 حذاء <img>.jpg'],
  ['two\nlines\r.jpg', 'two�lines�.jpg'],
  ['\u001b[31mred\u0000.jpg', '�[31mred�.jpg'],
  ['\u202egpj.exe', '�gpj.exe'],
  ['half \ud83d.jpg', 'half �.jpg'],
])('%j in a sentence is %j', (name, shown) => expect(shownName(name)).toBe(shown))
