import js from '@eslint/js'
import globals from 'globals'
import svelte from 'eslint-plugin-svelte'
import ts from 'typescript-eslint'

/** Forbids imports that match `group` in `files`: the walls between the parts of the house (docs/architecture.md). */
const wall = (files, group, message) => ({
  files,
  rules: { 'no-restricted-imports': ['error', { patterns: [{ group, message }] }] },
})

export default ts.config(
  { ignores: ['out/', 'node_modules/', 'test-results/', 'playwright-report/'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.node, ...globals.browser } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['scripts/**', 'bench/**', 'bin/**', 'src/main/{web,cli}/**', 'e2e/**'],
    rules: { 'no-console': 'off' },
  },
  // Playwright insists on a pattern, also where a fixture asks for no other.
  { files: ['e2e/**'], rules: { 'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }] } },
  wall(
    ['src/shared/**'],
    ['node:*', 'electron', '@tensorflow/*', 'better-sqlite3', 'sharp', '**/main/**', '**/renderer/**'],
    'shared imports nothing of Node, DOM or Electron',
  ),
  wall(
    ['src/main/core/**'],
    ['electron', 'electron/*', '@tensorflow/*', '**/engine/**', '**/renderer/**'],
    'core knows no Electron, no TensorFlow and no renderer',
  ),
  wall(
    ['src/main/engine/**'],
    ['electron', '**/core/**', '**/renderer/**'],
    'the engine knows only tfjs-node and shared',
  ),
  wall(
    ['src/renderer/**'],
    ['node:*', 'electron', 'electron/*', '@tensorflow/*', 'better-sqlite3', 'sharp', '**/main/**'],
    'the renderer reaches main only through the contract',
  ),
  wall(
    ['src/main/*.ts', 'src/main/{electron,web,cli}/**'],
    ['@tensorflow/*'],
    'only engine/ imports tfjs-node',
  ),
)
