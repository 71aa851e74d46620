import { createHash } from 'node:crypto'
import type { ReportFacts } from './facts.ts'
import { Html, html } from './html.ts'
import { calibrationPart } from './calibration.ts'
import { classFigures } from './class-figures.ts'
import { changesPart, classesPart, mistakesPart, scoresPart } from './judged.ts'
import { STYLE } from './style.ts'
import { curvesPart, dataPart, recipePart } from './told.ts'
import { scoreText, when } from './words.ts'

/** Nothing is fetched and nothing runs: one sheet by its hash, the style attributes of drawings, and pictures inside. */
const POLICY = [
  "default-src 'none'",
  'img-src data:',
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  "style-src-attr 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** Exactly what has the hash: no blank around it. */
const SHEET = new Html(`<style>${STYLE}</style>`)

/** A report as one HTML file that needs nothing else. Names in it are anyone's: all of them are text. */
export const reportPage = (facts: ReportFacts): string =>
  `<!doctype html>\n${
    html`<html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width" />
        <meta name="color-scheme" content="light dark" />
        <title>${facts.model.id}: report of a model</title>
        ${SHEET}
      </head>
      <body>
        <main>
          ${head(facts)}${scoresPart(facts)}${curvesPart(facts)}${answers(facts)}${changesPart(facts)}${dataPart(facts)}${recipePart(facts)}
        </main>
      </body>
    </html> `.text
  }`

function head({ model, library, madeAt }: ReportFacts): Html {
  const { test, holdout } = model.scores
  return html` <h1>${model.id}</h1>
    <p class="muted">
      A model of the library ${library.name}${model.active ? ', the active one' : ''}. Report made
      ${when(madeAt)} by Haberdash.
    </p>
    ${test ? html`<p class="score">${scoreText(test)} of ${test.images.toLocaleString('en')} test images</p>` : null}
    ${holdout ? html`<p class="score">${scoreText(holdout)} of ${holdout.images.toLocaleString('en')} photos held out</p>` : null}
    ${test || holdout ? null : html`<p class="score">Not scored yet</p>`}
    ${model.note === '' ? null : html`<p>${model.note}</p>`}`
}

function answers(facts: ReportFacts): Html {
  const { results } = facts
  if (!results || results.images === 0)
    return html`<h2>Answers</h2>
      <p>
        No labelled image is there to look at its answers on: neither a test image nor a photo held out. Label
        more photos; a fifth of them is held out.
      </p>`
  return html` <h2>Answers</h2>
    ${classesPart(results)}${classFigures(results)}${calibrationPart(facts, results)}${mistakesPart(facts)}`
}
