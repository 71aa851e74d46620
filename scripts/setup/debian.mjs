import { existsSync } from 'node:fs'
import process from 'node:process'
import { run } from './child.mjs'

/** @returns {boolean} whether Debian packages can be installed without asking anyone: Debian or a child of it, root */
export const canInstallDebianPackages = () =>
  process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')

const MINUTES = 60_000

/**
 * Installs Debian packages; refreshes the package lists only if they aren't known.
 *
 * @param {string[]} names
 * @returns {Promise<boolean>} whether they are installed now
 */
export async function installDebianPackages(names) {
  const apt = (...args) =>
    run('/usr/bin/apt-get', ['-qq', '-o', 'Acquire::Retries=1', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      limit: 15 * MINUTES,
    })
  const install = () => apt('install', '-y', '--no-install-recommends', ...names)
  if ((await install()).ok) return true
  await apt('update')
  return (await install()).ok
}
