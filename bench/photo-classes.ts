import type { FASHION_MNIST_CLASSES } from '../src/shared/domain.ts'

/** What each class of the clothing photos is called in Fashion-MNIST, where it has it; any of them is right. */
export const SHARED_CLASSES: Record<string, (typeof FASHION_MNIST_CLASSES)[number][]> = {
  dress: ['Dress'],
  longsleeve: ['Pullover', 'Shirt'],
  outwear: ['Coat', 'Pullover'],
  pants: ['Trouser'],
  shirt: ['Shirt'],
  shoes: ['Sandal', 'Sneaker', 'Ankle boot'],
  't-shirt': ['T-shirt/top', 'Shirt'],
}
