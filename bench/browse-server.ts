/** `haberdash serve` on a library whose images are repeated (browse-library.ts): the same libraries, the same door. */
import { parseArgs } from 'node:util'
import { places } from '../src/main/places.ts'
import { openLibraries } from '../src/main/core/libraries/libraries.ts'
import { forkEngine } from '../src/main/fork-engine.ts'
import { openWebDoor } from '../src/main/web.ts'
import { imageSet } from './browse-library.ts'

const { values } = parseArgs({
  options: { library: { type: 'string' }, images: { type: 'string' }, renderer: { type: 'string' } },
})
const libraries = await openLibraries({
  ...{ folder: values.library!, resources: places.resources, cache: places.cache },
  ...{ dataset: imageSet(Number(values.images)), startEngine: forkEngine },
})
const door = await openWebDoor(libraries, { renderer: values.renderer! })
console.log(JSON.stringify({ url: door.url }))
process.once('SIGTERM', () => void door.close().then(() => libraries.close()))
