import { percent } from '../../lib/format.ts'
import type { Heat } from './heat.ts'
import type { Place } from './looking.svelte.ts'
import { isOfPhoto, type Look } from './unpack.ts'
import { layerNames } from './words.ts'

/** What a heat shows and how strong it is, or why there is none. */
export function heatSentence(look: Look, heat: Heat | null, className: string, place: Place): string {
  if (!look.attention || !heat) return noMaps(look)
  const lost = isOfPhoto(look) && place === null ? ' Where that lies in the photo could not be found.' : ''
  const at = `Grad-CAM at ${layerNames(look.attention.layers)}, ${heat.height} × ${heat.width}.`
  if (heat.peak === 0) return `Nothing it sees here speaks for ${className}. ${at}${lost}`
  const strength =
    heat.share >= 0.995
      ? `What speaks for ${className}: no class has stronger evidence.`
      : `What speaks for ${className}: at its peak ${percent(heat.share)} of the strongest class’s.`
  return `${strength} ${at}${lost}`
}

function noMaps({ model, backbone }: Look): string {
  if (!backbone) return `${model} has no feature maps: there is no place to look at.`
  return `${model} is a head on ${backbone}: one layer that weighs that one’s features. There are no maps to look at, only the features and what it makes of them.`
}
