import { describe, expect, it } from 'vitest'
import { run } from './child.mjs'
import { SetupError, step } from './report.mjs'

const node = (script, options) => run(process.execPath, ['-e', script], options)

describe('run', () => {
  it('tells success from failure and keeps both streams', async () => {
    const result = await node('console.log("out"); console.error("err"); process.exit(3)')
    expect(result).toMatchObject({ ok: false, missing: false, timedOut: false })
    expect(result.output).toContain('out')
    expect(result.output).toContain('err')
    expect((await node('')).ok).toBe(true)
  })

  it('says when the command does not exist', async () => {
    expect(await run('no-such-command-here', [])).toMatchObject({ ok: false, missing: true })
  })

  it('ends a command that takes too long, with its children', async () => {
    const started = performance.now()
    const child =
      'require("child_process").spawnSync(process.execPath, ["-e", "setTimeout(() => {}, 60000)"])'
    expect(await node(child, { limit: 300 })).toMatchObject({ ok: false, timedOut: true })
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

describe('step', () => {
  const printed = () => {
    const lines = []
    return { lines, out: { write: (text) => lines.push(text) } }
  }

  it('prints one line for quick work', async () => {
    const { lines, out } = printed()
    await step('Node', async () => '24 in place', { out })
    expect(lines).toEqual(['Node: 24 in place\n'])
  })

  it('says what slow work is doing', async () => {
    const { lines, out } = printed()
    await step('tfjs', async (doing) => (doing('unpacking'), 'done'), { out, quiet: 0 })
    expect(lines).toEqual(['tfjs: unpacking … 0 s\n', 'tfjs: done\n'])
  })

  it('prints the sentence of a step that cannot be done, after the tool’s own words', async () => {
    const { lines, out } = printed()
    const work = async () => {
      throw new SetupError('make is missing; install it.', '    make: not found')
    }
    await expect(step('tfjs', work, { out })).rejects.toThrow('make is missing')
    expect(lines).toEqual(['    make: not found\n', 'tfjs: make is missing; install it.\n'])
  })
})
