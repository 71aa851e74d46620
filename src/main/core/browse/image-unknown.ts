import { HaberdashError } from '../../../shared/errors.ts'

/** An image was asked for that is not here (any more), or whose picture the loaded dataset lacks. */
export const imageUnknown = () =>
  new HaberdashError('image-unknown', 'This image is not in the library any more.', {
    todo: 'Reload the view.',
  })
