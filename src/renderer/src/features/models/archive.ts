import { zipSync } from 'fflate'

/** Files as one zip archive, side by side in it. */
export async function archive(files: readonly { name: string; content: Blob }[]): Promise<Blob> {
  const entries = await Promise.all(
    files.map(async ({ name, content }) => [name, new Uint8Array(await content.arrayBuffer())] as const),
  )
  return new Blob([zipSync(Object.fromEntries(entries)) as Uint8Array<ArrayBuffer>], {
    type: 'application/zip',
  })
}
