import open from 'open'
import { places } from '../places.ts'
import { openWebDoor } from '../web.ts'
import type { Context } from './context.ts'
import { EXIT, type Exit } from './output.ts'

export type ServeOptions = { port: number; host?: string; open: boolean }

/** `serve`: the browser door, until it is told to stop. */
export async function serve({ libraries, out }: Context, options: ServeOptions): Promise<Exit> {
  const { port, host } = options
  const door = await openWebDoor(libraries, { renderer: places.renderer, port, host })
  out.result({ url: door.url }, `Haberdash is at ${door.url}\nThe address is for you alone. Ctrl-C stops it.`)
  if (options.open) await open(door.url).catch(() => out.log('Open the address in a browser.'))
  await new Promise<void>((resolve) => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await door.close()
  return EXIT.done
}
