import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { photoBytes, temporaryFolder } from '../core/testing/fixtures.ts'

const CLI = join(import.meta.dirname, '..', 'cli.ts')

/** Runs the command line as a shell would. */
export function haberdash(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}

/** With --json: exactly one object on stdout. */
export async function json(...args: string[]) {
  const { code, stdout } = await haberdash(...args, '--json', '--dataset', 'embedded')
  expect(stdout.trim().split('\n')).toHaveLength(1)
  return { code, value: JSON.parse(stdout) }
}

/** A folder of photos: three labelled by their folders, one of no class, one that is no photo, one hidden file. */
export async function photoFolder(): Promise<string> {
  const root = temporaryFolder()
  for (const folder of ['shirt', 'Dress', 'other']) mkdirSync(join(root, folder))
  const write = async (path: string, n: number) => writeFileSync(join(root, path), await photoBytes(n))
  await write('shirt/ärmel 袖.jpg', 1)
  await write('shirt/b.jpg', 2)
  await write('Dress/c.jpg', 3)
  await write('other/d.jpg', 4)
  await write('other/twin of c.jpg', 3)
  writeFileSync(join(root, 'other', 'notes.jpg'), 'not a photo')
  writeFileSync(join(root, '.DS_Store'), '')
  return root
}
