/** What the desktop's window tells the page: choices of its menu, and that the engine's process has ended. */
import type { HostMessage } from '../../shared/desktop.ts'
import { showOverlay, useApp } from './appStore.ts'
import { showScreen, useCase } from './caseStore.ts'
import { commandsOnScreen } from './commands.ts'

/** Listens from now on; does nothing in a browser. */
export function followDesktop(): void {
  if (window.vouchHost === undefined) return
  addEventListener('message', ({ source, data }: MessageEvent<HostMessage>) => {
    if (source !== window) return
    if (data.vouch === 'engine-lost') useApp.setState({ lost: data.failure })
    if (data.vouch === 'command') obey(data.command)
  })
}

function obey(command: Extract<HostMessage, { vouch: 'command' }>['command']): void {
  if (command === 'help.keys') showOverlay('help')
  else if (command === 'case.import' && useCase.getState().path !== null) showScreen('import')
  else
    commandsOnScreen()
      .find((candidate) => candidate.id === commandIds[command])
      ?.run()
}

/** The page's own commands behind the menu's. */
const commandIds: { readonly [command: string]: string } = {
  'case.new': 'case.new',
  'theme.system': 'theme.system',
  'theme.light': 'theme.light',
  'theme.dark': 'theme.dark',
}
