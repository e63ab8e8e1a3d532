/** The walls around the page: nothing but the app is loaded, opened, downloaded or allowed. Decisions stand in appAddress.ts. */
import type { Session, WebContents } from 'electron'
import { isAppAddress, isLoadable, isPermitted } from './appAddress.ts'

/** Shuts a session: requests elsewhere, permissions, downloads, spelling dictionaries. */
export function guardSession(session: Session, isDevelopment: boolean): void {
  session.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isLoadable(details.url, isDevelopment) }))
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(isPermitted(permission, contents.getURL())),
  )
  session.setPermissionCheckHandler((_contents, permission, origin) => isPermitted(permission, origin))
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler(null)
  session.setSpellCheckerEnabled(false)
  // Exports are written by the engine to where a dialog said; the page itself saves nothing.
  session.on('will-download', (event) => event.preventDefault())
}

/** Shuts the contents of a window, or of anything else that should ever come to be. */
export function guardContents(contents: WebContents): void {
  // The app is one page; to load that page again is the one way to go. `will-navigate` comes for the main frame only.
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || event.url !== contents.getURL() || !isAppAddress(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('did-start-navigation', (details) => {
    // Whatever got past the rest: a page that is not the app is not let stand.
    if (details.isMainFrame && !isAppAddress(details.url) && details.url !== 'about:blank') contents.stop()
  })
}

/** Shuts the contents of a report's window: it shows the one file it was made for, and leads nowhere. */
export function guardReport(contents: WebContents): void {
  contents.on('will-frame-navigate', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
