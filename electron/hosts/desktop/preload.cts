/**
 * The bridge between the app's page and the desktop. It runs sandboxed, so it is CommonJS, has no imports at run time
 * besides `electron`, and knows only how to hand things on: everything that is decided is decided in the main process.
 */
import type { HostMessage, VouchHost } from '../../../shared/desktop.ts' with { 'resolution-mode': 'import' }
import type * as Channels from './channels.ts' with { 'resolution-mode': 'import' }

const { contextBridge, ipcRenderer, webUtils } = require('electron') as typeof import('electron')

/** Of the page; this file is compiled without the DOM's types. */
declare const window: { postMessage(message: HostMessage, targetOrigin: string, ports?: readonly unknown[]): void }

// Written out, as nothing can be imported here; the types keep them equal to those of channels.ts.
const connectChannel: typeof Channels.connectChannel = 'vouch:connect'
const portChannel: typeof Channels.portChannel = 'vouch:port'
const messageChannel: typeof Channels.messageChannel = 'vouch:message'

const host: VouchHost = {
  connect: () => ipcRenderer.invoke(connectChannel),
  pathForFile: (file) => webUtils.getPathForFile(file as Parameters<typeof webUtils.getPathForFile>[0]),
}

// Ports cannot cross the context bridge; `postMessage` hands them over. The target is this very window, whose address
// the main process has checked before it sent the port, so any origin will do.
ipcRenderer.on(portChannel, (event) => window.postMessage({ vouch: 'port' }, '*', event.ports))
ipcRenderer.on(messageChannel, (_event, message: HostMessage) => window.postMessage(message, '*'))
contextBridge.exposeInMainWorld('vouchHost', host)
