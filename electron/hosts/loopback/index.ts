/** The app on this machine's loopback address, for a browser. */
export { hasDisplay, openInBrowser } from './browser.ts'
export { type LoopbackOptions, type LoopbackServer, startLoopback } from './server.ts'
export { rendererFolder, type ServeAppOptions, serveApp } from './serveApp.ts'
