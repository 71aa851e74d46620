import type { Scaling } from '../../shared/contract/backbone.ts'
import { readSource } from '../core/backbones/source.ts'
import { addBackbone, backboneName, listBackbones, removeBackbone } from '../core/backbones/store.ts'
import { tryBackbone } from '../core/backbones/trial.ts'
import type { Context } from './context.ts'
import { EXIT, scoreText, type Exit } from './output.ts'
import { secondsSince } from './photos.ts'

export type AddOptions = { sha256: string; name: string; scaling: Scaling }

/** `backbones add SOURCE`: keeps a copy of a pretrained network in the library. */
export async function addOne({ core, out }: Context, source: string, own: AddOptions): Promise<Exit> {
  const name = backboneName(own.name)
  const files = await readSource(source, own.sha256.split(','))
  const added = await addBackbone(core.library, core.engine, { name, scaling: own.scaling, files })
  out.result(added, `${name} makes ${added.features} features of ${added.side} x ${added.side} pixels.`)
  return EXIT.done
}

/** `backbones` */
export async function listAll({ core, out }: Context): Promise<Exit> {
  const backbones = await listBackbones(core.library)
  const lines = backbones.map(({ name, side, features, scaling, sha256 }) =>
    [name, `${side} x ${side}`, `${features} features`, scaling, sha256].join('  '),
  )
  out.result({ backbones }, lines.join('\n'))
  return EXIT.done
}

/** `backbones remove NAME` */
export async function removeOne({ core, out }: Context, name: string): Promise<Exit> {
  await removeBackbone(core.library, backboneName(name))
  out.result({ removed: name }, `${name} is removed.`)
  return EXIT.done
}

/** `backbones try NAME`: what a head on its features would be worth. */
export async function tryOne({ core, out, progress }: Context, typed: string): Promise<Exit> {
  const began = performance.now()
  const name = backboneName(typed)
  progress.start('Looking at photos', 1)
  const trial = await tryBackbone(core.library, core.engine, name, (done, of) => progress.at(done, of))
  progress.stop()
  const result = { backbone: name, ...trial, seconds: secondsSince(began) }
  out.result(
    result,
    `A head on ${name}, learnt from ${trial.trainedOn} photos. Your photos held out: ${scoreText(trial.holdout)}.`,
  )
  return EXIT.done
}
