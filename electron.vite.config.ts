import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'
import { resolve } from 'node:path'

const here = (path: string) => resolve(import.meta.dirname, path)

export default defineConfig({
  main: {
    build: {
      externalizeDeps: true,
      rollupOptions: {
        input: {
          index: here('src/main/index.ts'),
          cli: here('src/main/cli.ts'),
          engine: here('src/main/engine/main.ts'),
          'photo-worker': here('src/main/core/photos/worker.ts'),
          'neighbour-worker': here('src/main/core/neighbours/worker.ts'),
          'map-worker': here('src/main/core/map/worker.ts'),
          'report-worker': here('src/main/core/report/worker.ts'),
          'checkpoint-worker': here('src/main/core/library/checkpoint-worker.ts'),
        },
        // Beside the entries, so that code that looks for its neighbours (src/main/places.ts) lies where they do.
        output: { chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      rollupOptions: {
        input: { index: here('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: here('src/renderer'),
    plugins: [svelte()],
    build: { minify: true, rollupOptions: { input: { index: here('src/renderer/index.html') } } },
  },
})
