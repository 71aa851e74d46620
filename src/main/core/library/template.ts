import {
  COLOUR_INPUT,
  FASHION_MNIST_CLASSES,
  FASHION_MNIST_INPUT,
  type InputSpec,
  type TemplateName,
} from '../../../shared/domain.ts'
import { HaberdashError } from '../../../shared/errors.ts'

/** What a library is made from. Its classes may change later, its name and input do not. */
export type Template = { name: TemplateName; classes: readonly string[]; input: InputSpec }

/** The dataset's ten classes and images, in its own form. */
export const FASHION_MNIST: Template = {
  name: 'fashion-mnist',
  classes: FASHION_MNIST_CLASSES,
  input: FASHION_MNIST_INPUT,
}

const MIN_CLASSES = 2
const MAX_CLASSES = 200
const MAX_NAME = 100

/**
 * A person's own photos in colour, by classes of their own.
 * @param names 2 to 200, of any script, 1 to 100 characters; blanks around them are taken off
 * @throws HaberdashError `setting-invalid`
 */
export function photosTemplate(names: readonly string[]): Template {
  const classes = names.map((name) => name.trim().normalize('NFC'))
  if (classes.length < MIN_CLASSES || classes.length > MAX_CLASSES) {
    throw invalid(`A library has ${MIN_CLASSES} to ${MAX_CLASSES} classes, and here are ${classes.length}.`)
  }
  const seen = new Set<string>()
  for (const name of classes) {
    const length = [...name].length
    if (length < 1 || length > MAX_NAME || /\p{Cc}/u.test(name)) {
      throw invalid(
        `"${name}" can't be the name of a class: it takes 1 to ${MAX_NAME} characters on one line.`,
      )
    }
    if (seen.has(name.toLowerCase())) throw invalid(`The class ${name} is named twice.`)
    seen.add(name.toLowerCase())
  }
  return { name: 'photos', classes, input: COLOUR_INPUT }
}

const invalid = (message: string) =>
  new HaberdashError('setting-invalid', message, { todo: 'Name the classes again.' })
