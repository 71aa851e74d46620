import { config } from 'zod'

// zod compiles its checks with `new Function` unless told not to, which the page's CSP rightly refuses (and reports).
// Imported first in main.ts, before any schema is made.
config({ jitless: true })
