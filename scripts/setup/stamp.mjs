import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { inRoot } from './places.mjs'

const DAY = 24 * 60 * 60_000

/** @param {number | undefined} time @returns {boolean} whether a failure then is too fresh to try again unasked */
export const isRecent = (time) => time !== undefined && Date.now() - time < DAY

/**
 * What earlier runs have already checked in this clone, so that a later one needn't load a library to know that it
 * loads. A note only says "this very file was fine": every step still looks at the file itself (`fingerprint`).
 *
 * @param {string} [path]
 */
export function openStamp(path = inRoot('.setup-stamp.json')) {
  const notes = read(path)
  return {
    /** @param {string} step @returns {any} what was noted, or undefined */
    get: (step) => notes[step],
    /** Noted at once, so that an interrupted set-up goes on where it was. @param {string} step @param {any} note */
    set(step, note) {
      notes[step] = note
      writeFileSync(`${path}.${process.pid}`, `${JSON.stringify(notes, null, 2)}\n`)
      renameSync(`${path}.${process.pid}`, path)
    },
  }
}

/** A stamp that can't be read is no stamp: everything is checked again. */
function read(path) {
  try {
    const notes = JSON.parse(readFileSync(path, 'utf8'))
    return notes && typeof notes === 'object' ? notes : {}
  } catch {
    return {}
  }
}
