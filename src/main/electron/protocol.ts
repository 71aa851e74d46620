import { protocol } from 'electron'
import { CONTENT_SECURITY_POLICY, type createAssets } from '../assets.ts'
import { pictureAt } from '../core/photos/media.ts'
import type { Library } from '../core/library/library.ts'

/** The page's own origin: the renderer's files and the library's pictures, nothing else. */
export const ORIGIN = 'haberdash://app'

/** Before the app is ready: the scheme counts as a secure origin of its own. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'haberdash', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ])
}

export function serveScheme(library: () => Library, assets: ReturnType<typeof createAssets>): void {
  protocol.handle('haberdash', async (request) => {
    const url = new URL(request.url)
    if (`${url.protocol}//${url.host}` !== ORIGIN) return new Response(null, { status: 404 })
    const found = (await assets(url.pathname)) ?? (await pictureAt(library(), url.pathname))
    if (!found) return new Response(null, { status: 404 })
    return new Response(found.bytes, {
      headers: {
        'Content-Type': found.type,
        'Content-Security-Policy': CONTENT_SECURITY_POLICY,
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'no-store',
      },
    })
  })
}
