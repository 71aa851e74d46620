import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { run } from './child.mjs'
import { canInstallDebianPackages, installDebianPackages } from './debian.mjs'
import { inRoot, pinnedNode, toolEnv } from './places.mjs'
import { SetupError } from './report.mjs'
import { openStamp } from './stamp.mjs'

const MINUTES = 60_000
const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const programs = {
  darwin: ['Google Chrome', 'Chromium'].map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`),
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter(Boolean)
    .map((folder) => join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe')),
}

/**
 * The browser for the end-to-end tests: the one set-up has seen start, else the first that looks installed.
 *
 * @returns {string | null} its path
 */
export function findBrowser() {
  const noted = openStamp().get('browser')
  return noted && existsSync(noted) ? noted : (candidates()[0] ?? null)
}

/** @returns {string[]} installed Chromium and Chrome, then Playwright's own, as far as they are there */
export function candidates({ path = process.env.PATH ?? '', platform = process.platform } = {}) {
  const onPath = platform === 'win32' ? [] : path.split(delimiter).filter(Boolean)
  return [
    ...commands.flatMap((name) => onPath.map((folder) => join(folder, name))),
    ...(programs[platform] ?? []),
    ...playwrightsOwn(),
  ].filter((program) => existsSync(program))
}

function playwrightsOwn() {
  try {
    return [createRequire(inRoot('package.json'))('playwright-core').chromium.executablePath()]
  } catch {
    return [] // The packages aren't installed yet, or Playwright has no browser for this system.
  }
}

/** Step: a browser for the end-to-end tests that really starts (on some systems chromium-browser is a mere stub). */
export async function browser({ doing, stamp }) {
  const noted = stamp.get('browser')
  if (noted && existsSync(noted)) return noted
  const found = (await firstThatStarts(doing)) ?? (await install(doing))
  if (!found) {
    throw new SetupError(
      'no Chromium or Chrome for the end-to-end tests was found or could be installed; install one.',
    )
  }
  stamp.set('browser', found)
  return found
}

async function firstThatStarts(doing) {
  for (const program of candidates()) {
    doing(`trying ${program}`)
    // On Windows --version opens a window instead of answering.
    if (process.platform === 'win32') return program
    if ((await run(program, ['--version'], { limit: MINUTES })).ok) return program
  }
}

async function install(doing) {
  doing('playwright install chromium')
  const playwright = inRoot('node_modules', 'playwright', 'cli.js')
  await run(pinnedNode().binary, [playwright, 'install', 'chromium'], {
    cwd: inRoot(),
    env: toolEnv(),
    limit: 10 * MINUTES,
  })
  const own = await firstThatStarts(doing)
  if (own || !canInstallDebianPackages()) return own
  doing('apt-get install chromium')
  await installDebianPackages(['chromium'])
  return firstThatStarts(doing)
}
