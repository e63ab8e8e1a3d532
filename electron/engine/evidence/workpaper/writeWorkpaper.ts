/** Writes a workpaper to a file, under its name only once it is whole. */
import type { WorkpaperFormat } from '../../../../shared/api/index.ts'
import { type ByteSink, FileOutput } from '../exports/index.ts'
import type { Workpaper } from './workpaper.ts'
import { workpaperHtml } from './workpaperHtml.ts'
import { writeWorkbook } from './workpaperWorkbook.ts'

export interface WorkpaperFile {
  readonly out: string
  readonly overwrite: boolean
  readonly format: WorkpaperFormat
}

/** Rejects with the signal's reason when aborted, leaving nothing behind. Fails as `FileOutput` does. */
export async function writeWorkpaper(
  paper: Workpaper,
  { out, overwrite, format }: WorkpaperFile,
  signal: AbortSignal,
): Promise<{ sizeBytes: number; sha256: string }> {
  const output = await FileOutput.create(out, overwrite)
  try {
    await WRITERS[format](paper, output.main, signal)
    signal.throwIfAborted()
    const { sizeBytes, sha256 } = await output.finish()
    return { sizeBytes, sha256 }
  } catch (error) {
    await output.discard()
    throw error
  }
}

const WRITERS: {
  readonly [F in WorkpaperFormat]: (paper: Workpaper, sink: ByteSink, signal: AbortSignal) => Promise<void>
} = {
  xlsx: writeWorkbook,
  async html(paper, sink, signal) {
    for (const piece of workpaperHtml(paper)) {
      signal.throwIfAborted()
      await sink.write(piece)
    }
  },
}
