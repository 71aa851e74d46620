import { MAX_CLASSES, MIN_CLASSES } from '../../../shared/contract/classes.ts'
import {
  COLOUR_INPUT,
  FASHION_MNIST_CLASSES,
  FASHION_MNIST_INPUT,
  type InputSpec,
  type TemplateName,
} from '../../../shared/domain.ts'
import { checkedName, invalid } from '../classes/naming.ts'

/** What a library is made from. Its classes may change later, its name and input do not. */
export type Template = { name: TemplateName; classes: readonly string[]; input: InputSpec }

/** The dataset's ten classes and images, in its own form. */
export const FASHION_MNIST: Template = {
  name: 'fashion-mnist',
  classes: FASHION_MNIST_CLASSES,
  input: FASHION_MNIST_INPUT,
}

/**
 * A person's own photos in colour, by classes of their own.
 * @param names 2 to 200, of any script, 1 to 100 characters; blanks around them are taken off
 * @throws HaberdashError `setting-invalid`
 */
export function photosTemplate(names: readonly string[]): Template {
  if (names.length < MIN_CLASSES || names.length > MAX_CLASSES) {
    throw invalid(
      `A library has ${MIN_CLASSES} to ${MAX_CLASSES} classes, and here are ${names.length}.`,
      'Name the classes again.',
    )
  }
  const classes: string[] = []
  for (const name of names) classes.push(checkedName(name, classes))
  return { name: 'photos', classes, input: COLOUR_INPUT }
}
