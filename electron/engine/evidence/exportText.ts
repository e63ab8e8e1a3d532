/** Exports text that comes in parts of several items: counted, put in place once it is whole. */
import { ExportFile } from './exportFile.ts'

export interface TextExport {
  readonly out: string
  readonly overwrite: boolean
  readonly parts: Iterable<{ readonly text: string; readonly items: number }>
  /** How many items there must be. */
  readonly expected: number
}

/**
 * Writes the parts; `breathe` is told of items written and may let other work in. Rejects with what `breathe` rejects with,
 * leaving nothing behind. Fails as `ExportFile` does.
 */
export async function exportText(
  { out, overwrite, parts, expected }: TextExport,
  breathe: (done: number) => Promise<void> | undefined,
): Promise<{ rows: number; sizeBytes: number; sha256: string }> {
  const file = await ExportFile.create(out, overwrite)
  let written = 0
  try {
    for (const { text, items } of parts) {
      await file.write(text)
      written += items
      const wait = breathe(written)
      if (wait !== undefined) await wait
    }
  } catch (error) {
    await file.discard()
    throw error
  }
  const sha256 = await file.finish(written, expected)
  return { rows: written, sizeBytes: file.sizeBytes, sha256 }
}
