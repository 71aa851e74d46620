import { resolve } from 'node:path'
import type { TemplateName } from '../../shared/domain.ts'
import { HaberdashError } from '../../shared/errors.ts'
import { makeLibrary } from '../core/library/library.ts'
import { FASHION_MNIST, photosTemplate, type Template } from '../core/library/template.ts'
import { places } from '../places.ts'
import type { GlobalOptions } from './context.ts'
import { createOutput } from './output.ts'

export type InitOptions = { template: TemplateName; classes?: string }

/** `init`: makes a library from a template. @throws HaberdashError `wrong-usage`, `setting-invalid`, `library-…` */
export function init(global: GlobalOptions, own: InitOptions): void {
  const library = resolve(global.library ?? places.defaultLibrary)
  const template = templateOf(own)
  makeLibrary(library, template)
  const { name, classes } = template
  const { width, height, channels } = template.input
  createOutput(global.json ?? false).result(
    { library, template: name, classes, input: { width, height, channels } },
    `A library of ${classes.length} classes is made in ${library}.`,
  )
}

function templateOf({ template, classes }: InitOptions): Template {
  if (template === 'photos' && classes !== undefined) return photosTemplate(classes.split(','))
  if (template === 'fashion-mnist' && classes === undefined) return FASHION_MNIST
  const why =
    template === 'photos'
      ? 'The template photos takes --classes.'
      : 'The template fashion-mnist has its own classes.'
  throw new HaberdashError('wrong-usage', why, { todo: 'See --help.' })
}
