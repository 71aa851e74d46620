/**
 * Which door `npm start` opens, and why.
 *
 * @param {{ args: string[], electron: string | null, platform: NodeJS.Platform, env: NodeJS.ProcessEnv, uid?: number }} machine
 *   `electron`: the path of its program, if it is there
 * @returns {{ door: 'electron' | 'browser', why: string, args: string[] }} `args`: what is passed on to the door
 */
export function chooseDoor({ args, electron, platform, env, uid }) {
  const rest = args.filter((arg) => arg !== '--browser')
  const browser = (why) => ({ door: 'browser', why, args: rest })
  if (rest.length < args.length) return browser('as you asked')
  if (!electron) return browser("Electron's program could not be downloaded")
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY)
    return browser('this machine has no display')
  // Chromium has no sandbox as root, and the app doesn't run without one.
  if (platform === 'linux' && uid === 0) return browser("Electron's sandbox doesn't work as root")
  return { door: 'electron', why: 'npm start -- --browser opens your browser instead', args: rest }
}
