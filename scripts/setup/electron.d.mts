/** The Electron program, if it has been fetched. */
export function electronBinary(): string | null
