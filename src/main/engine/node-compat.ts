import { createRequire } from 'node:module'

/**
 * tfjs-node 4.22 calls `util.isNullOrUndefined`, which Node has no longer had since version 23, and `util.isArray`, which
 * is deprecated (a warning on stderr) and about to go. Imported for this effect before tfjs-node. It can go when tfjs-node
 * stops calling them (node_modules/@tensorflow/tfjs-node/dist/nodejs_kernel_backend.js).
 */
const util = createRequire(import.meta.url)('node:util') as Record<string, unknown>

util['isNullOrUndefined'] = (value: unknown) => value === null || value === undefined
util['isArray'] = Array.isArray
