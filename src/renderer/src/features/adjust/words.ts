import type { InputSpec } from '../../../../shared/domain.ts'
import type { Crop, PhotoFix } from '../../../../shared/photo-fix.ts'
import type { Seen } from './adjusting.svelte.ts'

/** Why a dataset's image has no editor. */
export const NOTHING_TO_ADJUST = 'Dataset images have this form already.'

/** "28 × 28, light on black": what the models of a library are shown. */
export const formText = ({ form, width, height }: InputSpec): string =>
  `${width} × ${height}, ${form === 'colour' ? 'in colour' : 'light on black'}`

const whole = (fraction: number) => `${Math.round(fraction * 100)} %`

/** A crop as it is announced. */
export const cropText = ({ x, y, width, height }: Crop): string =>
  `${whole(width)} wide, ${whole(height)} high, ${whole(x)} from the left, ${whole(y)} from the top`

/** Where the crop comes from, and what the mask does in it. */
export function sayCrop(fix: PhotoFix, seen: Seen | null, { form }: InputSpec): string {
  if (!seen) return ''
  const isColour = form === 'colour'
  if (!fix.crop && !seen.found)
    return `No garment stood out, so ${isColour ? 'nearly all of it' : 'the middle'} is taken. Drag the crop around one.`
  const crop = fix.crop ? 'Your crop.' : 'The crop was found by itself.'
  if (isColour) return seen.mask ? `${crop} Tinted: taken for ground; the model sees it all the same.` : crop
  if (fix.mask === 'off') return `${crop} The mask is off: all in it counts as garment.`
  return seen.mask
    ? `${crop} Tinted: left out by the mask.`
    : `${crop} The mask holds nothing of it: all in it counts as garment.`
}
