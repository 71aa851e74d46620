import { readdirSync, readFileSync } from 'node:fs'

type Process = { pid: number; parent: number; command: string; rssMb: number }

/** All processes of the system, where it has /proc; else none. */
function processes(): Process[] {
  let names: string[]
  try {
    names = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return []
  }
  return names.flatMap((name) => {
    try {
      const status = readFileSync(`/proc/${name}/status`, 'utf8')
      const number = (field: string) => Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0)
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
      return [{ pid: Number(name), parent: number('PPid'), command, rssMb: number('VmRSS') / 1024 }]
    } catch {
      return [] // It has ended meanwhile.
    }
  })
}

/** A process's descendants, and where wanted itself. */
function below(root: number, self: boolean): Process[] {
  const all = processes()
  const found = new Set([root])
  // A child may stand before its parent.
  for (let before = 0; before < found.size;) {
    before = found.size
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid)
  }
  if (!self) found.delete(root)
  return all.filter(({ pid }) => found.has(pid))
}

/** Watches the memory of a process and all below it: the most that those whose command matches a part held together, MB. */
export function watchMemory<Part extends string>(
  root: number,
  parts: Record<Part, RegExp>,
  { self = true } = {},
): { stop(): Record<Part, number> } {
  const peaks = Object.fromEntries(Object.keys(parts).map((part) => [part, 0])) as Record<Part, number>
  const look = () => {
    const tree = below(root, self)
    for (const part of Object.keys(parts) as Part[]) {
      const mb = tree
        .filter(({ command }) => parts[part].test(command))
        .reduce((sum, { rssMb }) => sum + rssMb, 0)
      peaks[part] = Math.max(peaks[part], Math.round(mb))
    }
  }
  const looking = setInterval(look, 250)
  return {
    stop() {
      clearInterval(looking)
      return peaks
    },
  }
}
