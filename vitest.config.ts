import { svelte } from '@sveltejs/vite-plugin-svelte'
import { svelteTesting } from '@testing-library/svelte/vite'
import { defineConfig } from 'vitest/config'

const patience = { testTimeout: 120_000, hookTimeout: 60_000 }

// Two projects, because components are tested with the browser's builds of packages and main with Node's.
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...patience,
          name: 'main',
          include: ['src/{shared,main,preload}/**/*.test.ts', 'scripts/**/*.test.mjs'],
        },
      },
      {
        plugins: [svelte({ configFile: false }), svelteTesting()],
        test: { ...patience, name: 'renderer', include: ['src/renderer/**/*.test.ts'] },
      },
    ],
  },
})
