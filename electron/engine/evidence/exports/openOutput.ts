/** Opens what an export is written to. */
import { type ExportOutput, FileOutput } from './exportOutput.ts'
import { ZipOutput } from './zipOutput.ts'

/**
 * A file at `path`, or, with a name for its entry, a ZIP there. Workbooks in it are not compressed once more. Fails with
 * `export/target-exists`, `export/write-failed`.
 */
export function openOutput(path: string, overwrite: boolean, entryName: string | null): Promise<ExportOutput> {
  if (entryName === null) return FileOutput.create(path, overwrite)
  return ZipOutput.create(path, overwrite, { name: entryName, compress: !entryName.endsWith('.xlsx') })
}
