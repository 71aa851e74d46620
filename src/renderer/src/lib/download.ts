/** How long a download's bytes are held for the browser to begin with them, milliseconds. */
const HELD = 60_000

/** Gives the person a file to save, by the browser's (or Electron's) own way. */
export function download(name: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), HELD)
}
