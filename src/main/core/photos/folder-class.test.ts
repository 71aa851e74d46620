import { describe, expect, it } from 'vitest'
import { FASHION_MNIST_CLASSES } from '../../../shared/domain.ts'
import { classOfFolder } from './folder-class.ts'

const named = (names: readonly string[]) => names.map((name) => ({ name }))

describe('classOfFolder', () => {
  it.each([
    ['T-SHIRT_TOP', 'T-shirt/top'],
    ['ankle boot', 'Ankle boot'],
    ['Ankle-Boot', 'Ankle boot'],
    ['shirts', undefined],
    ['', undefined],
  ])('takes %s for %s', (folder, name) => {
    expect(classOfFolder(named(FASHION_MNIST_CLASSES), folder)?.name).toBe(name)
  })

  it('knows names of any script, however a file system spells them', () => {
    const classes = named(['ärmel', '袖', 'कोट', 'काट', '🧦', '👗', 'c', 'C++'])
    for (const { name } of classes) expect(classOfFolder(classes, name.normalize('NFD'))?.name).toBe(name)
    expect(classOfFolder(classes, '!')).toBeUndefined()
  })
})
