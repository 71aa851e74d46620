import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { HaberdashError } from '../shared/errors.ts'

export type Asset = { type: string; bytes: Uint8Array<ArrayBuffer> }

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

/** The renderer may load nothing from elsewhere and run nothing but its own files. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/**
 * The built renderer's files by URL path. The folder is listed once and only what was listed is ever read, so no path
 * from outside reaches the file system.
 * @throws HaberdashError `unexpected` where the renderer has not been built
 */
export function createAssets(folder: string): (path: string) => Promise<Asset | null> {
  if (!existsSync(folder)) {
    throw new HaberdashError('unexpected', 'The app’s pages are not built yet.', {
      todo: 'Run "npm run setup" once.',
    })
  }
  const files = new Map<string, string>()
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    files.set(`/${relative(folder, file).split(sep).join('/')}`, file)
  }
  return async (path) => {
    const file = files.get(path === '/' ? '/index.html' : path)
    if (file === undefined) return null
    const type = TYPES[extname(file)] ?? 'application/octet-stream'
    return { type, bytes: new Uint8Array(await readFile(file)) }
  }
}
