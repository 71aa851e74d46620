import type { Scaling } from '../../shared/contract/backbone.ts'
import { readAddress, readFolder } from '../core/backbones/source.ts'
import { backboneName } from '../core/backbones/store.ts'
import type { Context } from './context.ts'
import { EXIT, type Exit } from './output.ts'

export type AddOptions = { sha256: string; name: string; scaling: Scaling }

/** `backbones add SOURCE`: keeps a copy of a pretrained network in the library. */
export async function addOne(
  { core, out, progress }: Context,
  source: string,
  own: AddOptions,
): Promise<Exit> {
  const name = backboneName(own.name)
  const hashes = own.sha256.split(',')
  const isAddress = /^[a-z][a-z0-9+.-]+:\/\//i.test(source)
  if (isAddress) progress.start('Downloading, bytes', 1)
  const told = (done: number, of: number | null) => progress.at(done, of ?? undefined)
  const files = await (isAddress ? readAddress(source, hashes, { told }) : readFolder(source, hashes))
  progress.stop()
  const { versions: _versions, ...added } = await core.backbones.keep(name, own, files)
  out.result(added, `${name} makes ${added.features} features of ${added.side} x ${added.side} pixels.`)
  return EXIT.done
}

/** `backbones` */
export async function listAll({ api, out }: Context): Promise<Exit> {
  const backbones = await api.backbones.list()
  const lines = backbones.map(({ name, side, features, scaling, sha256, versions }) =>
    [name, `${side} x ${side}`, `${features} features`, scaling, sha256, versions.join(', ')].join('  '),
  )
  out.result({ backbones }, lines.join('\n'))
  return EXIT.done
}

/** `backbones remove NAME` */
export async function removeOne({ api, out }: Context, typed: string): Promise<Exit> {
  const { removed } = await api.backbones.remove({ name: backboneName(typed) })
  out.result({ removed }, `${removed} is removed.`)
  return EXIT.done
}
