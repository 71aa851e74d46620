import { InvalidArgumentError } from 'commander'
import { Augmentation, type RecipeChanges } from '../../shared/train-options.ts'

type Amounts = NonNullable<RecipeChanges['augmentation']>

const KEYS = Object.keys(Augmentation.shape)
const SWITCH: Record<string, boolean> = { on: true, off: false }
const NONE: Amounts = { flip: false, shift: 0, zoom: 0, rotate: 0, erase: 0, contrast: 0, colour: 0 }

/**
 * What follows `--augmentation`: "none", or amounts by name such as "flip=on,shift=0.1,rotate=10" (those not named stay
 * the recipe's own). Their ranges are the recipe's to check.
 * @throws InvalidArgumentError
 */
export function parseAugmentation(text: string): Amounts {
  if (text === 'none') return NONE
  const amounts = new Map<string, boolean | number>()
  for (const part of text.split(',')) {
    const [key = '', value = '', ...more] = part.split('=').map((each) => each.trim())
    const amount = key === 'flip' ? SWITCH[value] : value === '' ? NaN : Number(value)
    if (!KEYS.includes(key) || more.length > 0) {
      throw new InvalidArgumentError(`It takes "none", or amounts of ${KEYS.join(', ')}, such as shift=0.1.`)
    }
    if (amount === undefined) throw new InvalidArgumentError('flip is either on or off.')
    if (Number.isNaN(amount)) throw new InvalidArgumentError(`${key} takes a number.`)
    if (amounts.has(key)) throw new InvalidArgumentError(`${key} is given twice.`)
    amounts.set(key, amount)
  }
  return Object.fromEntries(amounts)
}
