/** The address of the app inside its windows: `app://vouch/`. Whatever is somewhere else is not the app. */

export const appScheme = 'app'

/** Where windows start. */
export const startAddress = 'app://vouch/index.html'

const APP_HOST = 'vouch'

/** Whether a frame is the app's own page: the main frame of a window, at an address of the app. */
export function isAppFrame(frame: { readonly url: string; readonly isMainFrame: boolean }): boolean {
  return frame.isMainFrame && isAppAddress(frame.url)
}

/** Whether an address lies at `app://vouch/`, without user, password or port. */
export function isAppAddress(address: string): boolean {
  const url = URL.parse(address)
  if (url === null) return false
  // Node does not know the scheme as a standard one; host and port are read the same way nevertheless.
  return url.protocol === `${appScheme}:` && url.host === APP_HOST && url.username === '' && url.password === ''
}

/**
 * Whether a window may load something. Besides the app's files: `blob:` and `data:` that the page itself made, and in
 * development the tools of the browser.
 */
export function isLoadable(address: string, isDevelopment: boolean): boolean {
  if (isAppAddress(address)) return true
  const scheme = URL.parse(address)?.protocol
  if (scheme === 'blob:' || scheme === 'data:') return true
  return isDevelopment && (scheme === 'devtools:' || scheme === 'chrome-devtools:')
}

/**
 * Permissions that the page has. Writing text to the clipboard is what "copy" does; everything else (camera, location,
 * notifications, reading the clipboard, opening other programs …) is refused.
 */
export function isPermitted(permission: string, address: string): boolean {
  return permission === 'clipboard-sanitized-write' && isAppAddress(address)
}
