/** Saved views as files: given to the browser to keep, and read from one that somebody chose. */
import type { SavedView } from '../../../../shared/api/index.ts'
import type { Failure, Result } from '../../../../shared/failure.ts'
import { t } from '../../../texts/index.ts'

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

/** The object in the file; whether it is a view that can be kept is for the engine to say. Fails with `view/invalid`. */
export async function viewFromFile(file: File): Promise<Result<SavedView>> {
  if (file.size > MAX_VIEW_BYTES) return { ok: false, failure: notAView(file) }
  try {
    const value: unknown = JSON.parse(await file.text())
    const isView =
      typeof value === 'object' &&
      value !== null &&
      'vouchView' in value &&
      'name' in value &&
      typeof value.name === 'string'
    return isView ? { ok: true, value: value as SavedView } : { ok: false, failure: notAView(file) }
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, failure: notAView(file) }
    throw error
  }
}

function notAView(file: File): Failure {
  return { code: 'view/invalid', message: t.query.notAView, where: { path: file.name }, next: t.query.notAViewNext }
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
