/** Questions to the system's own dialogs, as data. */
import type { OpenDialogOptions, SaveDialogOptions } from 'electron'
import type { PickRequest } from '../../../shared/api/index.ts'

/** Which dialog answers a request, and how it is set up. `save` asks before it replaces a file. */
export type DialogSetting =
  | { readonly kind: 'open'; readonly options: OpenDialogOptions }
  | { readonly kind: 'save'; readonly options: SaveDialogOptions }

const caseFilter = { name: 'Vouch case', extensions: ['vouch'] }

/** Longest title that is handed to the system. */
const TITLE_MAX = 120

export function dialogSetting(request: PickRequest): DialogSetting {
  const title = request.title.slice(0, TITLE_MAX)
  // macOS shows no title on a dialog, but a message.
  const options = { title, message: title }
  switch (request.kind) {
    case 'files':
      // Exports come with every ending and with none, so nothing is filtered.
      return { kind: 'open', options: { ...options, properties: ['openFile', 'multiSelections', 'dontAddToRecent'] } }
    case 'folder':
      return { kind: 'open', options: { ...options, properties: ['openDirectory', 'dontAddToRecent'] } }
    case 'case':
      return { kind: 'open', options: { ...options, properties: ['openFile'], filters: [caseFilter] } }
    case 'save':
      return {
        kind: 'save',
        options: {
          ...options,
          defaultPath: request.suggestedPath,
          filters: isCasePath(request.suggestedPath) ? [caseFilter] : [],
          properties: ['createDirectory', 'showOverwriteConfirmation', 'dontAddToRecent'],
        },
      }
  }
}

function isCasePath(path: string | undefined): boolean {
  return path?.toLowerCase().endsWith('.vouch') === true
}
