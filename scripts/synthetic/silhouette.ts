import { FASHION_MNIST_CLASSES } from '../../src/shared/domain.ts'
import type { Random } from '../../src/shared/random.ts'
import { pairOf, shoesFromAbove } from './shoes.ts'

const SHOES = ['Sandal', 'Sneaker', 'Ankle boot']
/** Of the shoes, how many are drawn from above, and how many as a pair from the side. */
const FROM_ABOVE = 0.4
const PAIRS = 0.25

/** What is photographed of an image of Fashion-MNIST: itself, but of shoes mostly a pair, as people have them. */
export function silhouetteOf(image: Uint8Array, label: number, random: Random): Uint8Array {
  if (!SHOES.includes(FASHION_MNIST_CLASSES[label]!)) return image
  const kind = random.next()
  if (kind < FROM_ABOVE) return shoesFromAbove(random)
  return kind < FROM_ABOVE + PAIRS ? pairOf(image, random) : image
}
