/**
 * Where libtensorflow comes from when tfjs-node's own host can't be reached: TensorFlow's Python wheels carry the same C
 * library. The wheel is asked for by platform, not by the Python that happens to be installed, so that everybody gets
 * the very file whose hash is pinned here.
 */
export const TENSORFLOW = '2.21.0'

const wheels = {
  'linux-x64': {
    project: 'tensorflow-cpu',
    tag: 'manylinux_2_27_x86_64',
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  },
  // The CPU-only project has no wheels for arm64; the full one is CPU-only there. Their hashes aren't known to us.
  'linux-arm64': { project: 'tensorflow', tag: 'manylinux_2_27_aarch64' },
  'darwin-arm64': { project: 'tensorflow', tag: 'macosx_12_0_arm64' },
}

/**
 * @param {string} [platform] as `${process.platform}-${process.arch}`
 * @returns {{ requirement: string, file: string, sha256: string | null, pip: string[] } | null} what to ask pip for;
 *   null where there is no such wheel
 */
export function wheelFor(platform = `${process.platform}-${process.arch}`) {
  const wheel = wheels[platform]
  if (!wheel) return null
  return {
    requirement: `${wheel.project}==${TENSORFLOW}`,
    file: `${wheel.project.replace('-', '_')}-${TENSORFLOW}-cp311-cp311-${wheel.tag}.whl`,
    sha256: wheel.sha256 ?? null,
    pip: ['--python-version', '3.11', '--implementation', 'cp', '--abi', 'cp311', '--platform', wheel.tag],
  }
}

/**
 * The names under which tfjs-node's binding.gyp and the libraries themselves look for each library, and the wheel's
 * file that answers to it.
 *
 * @param {NodeJS.Platform} [platform]
 * @returns {[link: string, file: string][]}
 */
export function libraryLinks(platform = process.platform) {
  const [cc, framework] = libraryFiles(platform)
  return platform === 'darwin'
    ? [
        ['libtensorflow.2.dylib', cc],
        [cc, cc],
        [framework, framework],
      ]
    : [
        ['libtensorflow.so', cc],
        ['libtensorflow.so.2', cc],
        [cc, cc],
        ['libtensorflow_framework.so', framework],
        [framework, framework],
      ]
}

/** @param {NodeJS.Platform} [platform] @returns {string[]} the two libraries' names in the wheel */
export const libraryFiles = (platform = process.platform) =>
  platform === 'darwin'
    ? ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib']
    : ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']

/**
 * The headers the binding's sources include, directly and through each other, by how their paths begin (the wheel's
 * include folder has 287 MB of others).
 */
export const headerPrefixes = [
  'tensorflow/c/',
  'tensorflow/core/platform/ctstring',
  'tsl/platform/ctstring',
  'xla/tsl/c/',
]
