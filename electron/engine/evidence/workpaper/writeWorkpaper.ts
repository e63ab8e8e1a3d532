/** Writes a workpaper to a file, under its name only once it is whole. */
import type { WorkpaperFormat } from '../../../../shared/api/index.ts'
import { fail } from '../../../../shared/failure.ts'
import { ExportFile } from '../exportFile.ts'
import type { Workpaper } from './workpaper.ts'
import { workpaperHtml } from './workpaperHtml.ts'

export interface WorkpaperFile {
  readonly out: string
  readonly overwrite: boolean
  readonly format: WorkpaperFormat
}

/** Rejects with the signal's reason when aborted, leaving nothing behind. Fails as `ExportFile` does. */
export async function writeWorkpaper(
  paper: Workpaper,
  { out, overwrite, format }: WorkpaperFile,
  signal: AbortSignal,
): Promise<{ sizeBytes: number; sha256: string }> {
  if (format === 'xlsx') fail({ code: 'usage/bad-argument', message: 'not yet' })
  const file = await ExportFile.create(out, overwrite)
  try {
    for (const piece of workpaperHtml(paper)) {
      signal.throwIfAborted()
      await file.write(piece)
    }
  } catch (error) {
    await file.discard()
    throw error
  }
  return { sha256: await file.finish(1, 1), sizeBytes: file.sizeBytes }
}
