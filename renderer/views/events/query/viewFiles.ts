/** Saved views as files: given to the browser to keep, and read from one that somebody chose. */
import type { SavedView } from '../../../../shared/api/index.ts'
import type { Result } from '../../../../shared/failure.ts'
import { notAView, viewFromText } from './viewFromText.ts'

/** A view is small; a larger file is none. */
const MAX_VIEW_BYTES = 1_000_000

export function saveViewAsFile(view: SavedView): void {
  const address = URL.createObjectURL(new Blob([`${JSON.stringify(view, null, 2)}\n`], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = address
  link.download = `${fileName(view.name)}.vouch-view.json`
  link.click()
  // Not before the browser has taken hold of it.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}

/** The view in the file. Fails as `viewFromText`. */
export async function viewFromFile(file: File): Promise<Result<SavedView>> {
  if (file.size > MAX_VIEW_BYTES) return { ok: false, failure: notAView(file.name) }
  return viewFromText(await file.text(), file.name)
}

/** What every file system takes. */
function fileName(name: string): string {
  return (
    name
      .normalize('NFC')
      .replace(/[^\p{L}\p{N}._ -]+/gu, '-')
      .replace(/^[. -]+|[. -]+$/g, '')
      .slice(0, 80) || 'view'
  )
}
