/**
 * Trains the three configurations of the Keras notebook that Haberdash began as, by the app's own `train`, on all of
 * Fashion-MNIST, and writes their results beside the notebook's into docs/results.md. `npm run results:seed`; one or
 * some of them: `npm run results:seed -- classic-32`. Each recipe's result is kept as it is done.
 */
import { createRouterClient } from '@orpc/server'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openCore } from '../src/main/core/core.ts'
import { createRouter } from '../src/main/core/router.ts'
import { forkEngine } from '../src/main/fork-engine.ts'
import { places } from '../src/main/places.ts'
import type { Api } from '../src/shared/contract/index.ts'

const RESULTS = join(import.meta.dirname, '..', 'docs', 'results.md')

/** Accuracy after 50 epochs, as the notebook printed it. */
const NOTEBOOK: Record<string, { train: string; test: string }> = {
  'classic-32': { train: '95.9', test: '91.2' },
  'classic-64': { train: '96.4', test: '91.5' },
  'classic-64-dropout': { train: '94.4', test: '91.8' },
}

const percent = (value: number) => (value * 100).toFixed(1)

async function result(api: Api, name: string): Promise<string> {
  const { id } = await api.training.train({ recipe: name, seed: 1 })
  for await (const run of await api.training.watch({ id })) {
    if (run.state === 'running') continue
    if (!run.model) throw new Error(run.error?.message ?? `The run of ${name} ended as ${run.state}.`)
    const last = run.curve.at(-1)!
    const { accuracy } = await api.models.evaluate({ id: run.model, split: 'test' })
    const { train, test } = NOTEBOOK[name]!
    const speed = run.curve.map((point) => point.imagesPerSecond!).sort((a, b) => a - b)[
      run.curve.length >> 1
    ]!
    return `| ${name} | ${train} / ${test} % | ${percent(last.accuracy)} / ${percent(accuracy)} % | ${percent(last.validation!.accuracy)} % | ${Math.round(speed)} |`
  }
  throw new Error('The run never ended.')
}

/** Puts a recipe's row into the table, in place of an earlier one. */
function keep(name: string, row: string): void {
  const lines = readFileSync(RESULTS, 'utf8').split('\n')
  const old = lines.findIndex((line) => line.startsWith(`| ${name} |`))
  const end = lines.indexOf('<!-- results:seed -->')
  if (old >= 0) lines[old] = row
  else lines.splice(end, 0, row)
  writeFileSync(RESULTS, lines.join('\n'))
}

const wanted = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'haberdash-results-'))
const core = await openCore({
  folder,
  resources: places.resources,
  cache: places.cache,
  dataset: 'full',
  startEngine: forkEngine,
  background: false,
})
try {
  const api: Api = createRouterClient(createRouter(core))
  for (const name of wanted.length > 0 ? wanted : Object.keys(NOTEBOOK)) {
    const row = await result(api, name)
    keep(name, row)
    console.log(row)
  }
} finally {
  await core.close()
  rmSync(folder, { recursive: true, force: true })
}
