import { describe, expect, it } from 'vitest'
import { libraryFiles, libraryLinks, wheelFor } from './wheels.mjs'

describe('wheelFor', () => {
  it('on Linux takes the CPU-only wheel, its hash pinned, whatever Python is installed', () => {
    expect(wheelFor('linux-x64')).toEqual({
      requirement: 'tensorflow-cpu==2.21.0',
      file: 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      pip: expect.arrayContaining(['cp311', 'manylinux_2_27_x86_64']),
    })
  })

  it('on arm64 takes the full project, whose hash only the index knows', () => {
    expect(wheelFor('darwin-arm64')).toMatchObject({
      requirement: 'tensorflow==2.21.0',
      file: 'tensorflow-2.21.0-cp311-cp311-macosx_12_0_arm64.whl',
      sha256: null,
    })
    expect(wheelFor('linux-arm64')).toMatchObject({ requirement: 'tensorflow==2.21.0', sha256: null })
  })

  it('knows where there is none', () => {
    expect([wheelFor('win32-x64'), wheelFor('darwin-x64')]).toEqual([null, null])
  })
})

describe('libraryLinks', () => {
  it.each([
    ['linux', ['libtensorflow.so', 'libtensorflow_framework.so'], '.so.2'],
    ['darwin', ['libtensorflow.2.dylib', 'libtensorflow_framework.2.dylib'], '.2.dylib'],
  ])(
    'on %s answers to what binding.gyp asks for and to what the libraries call themselves',
    (platform, asked, ending) => {
      const links = new Map(libraryLinks(platform))
      for (const name of [...asked, ...libraryFiles(platform)]) expect(links.get(name)).toMatch(ending)
      expect(new Set(links.values())).toEqual(new Set(libraryFiles(platform)))
    },
  )
})
