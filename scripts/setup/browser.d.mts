/** For playwright.config.ts, which is type-checked; the script itself runs before TypeScript is installed. */
export function findBrowser(): string | null
