import process from 'node:process'

/**
 * Whether a web host can be talked to, told within seconds: some installers wait for minutes, or for ever, behind a
 * firewall that drops packets. Through a proxy only the installer itself can tell, so then the answer is yes.
 *
 * @param {string} url
 * @param {number} [limit] milliseconds
 * @returns {Promise<boolean>}
 */
export async function answers(url, limit = 5000) {
  const proxies = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy']
  if (proxies.some((name) => process.env[name])) return true
  try {
    await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(limit) })
    return true
  } catch {
    return false
  }
}
