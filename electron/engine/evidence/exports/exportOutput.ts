/** What an export is written to: its file, and files beside it, all of which get their names together or not at all. */
import { rm } from 'node:fs/promises'
import type { BesideInfo } from '../../../../shared/api/index.ts'
import { BesideFile } from './besideFile.ts'
import type { ByteSink } from './byteSink.ts'
import { ExportFile } from './exportFile.ts'

export interface Written {
  readonly sizeBytes: number
  /** Hexadecimal. */
  readonly sha256: string
  readonly beside: readonly BesideInfo[]
}

export interface ExportOutput {
  readonly main: ByteSink
  /** The file beside the export that `ending` is put to its name for; there once something is written to it. */
  beside(ending: string): BesideFile
  /** Completes all and puts it in place. Fails with `export/write-failed`, leaving nothing. */
  finish(): Promise<Written>
  /** Removes what was written. */
  discard(): Promise<void>
}

/** An export that is a file of its own. */
export class FileOutput implements ExportOutput {
  private readonly file: ExportFile
  private readonly overwrite: boolean
  private readonly others: BesideFile[] = []

  private constructor(file: ExportFile, overwrite: boolean) {
    this.file = file
    this.overwrite = overwrite
  }

  /** Fails with `export/target-exists`, `export/write-failed`. */
  static async create(path: string, overwrite: boolean): Promise<FileOutput> {
    return new FileOutput(await ExportFile.create(path, overwrite), overwrite)
  }

  get main(): ByteSink {
    return this.file
  }

  beside(ending: string): BesideFile {
    const other = new BesideFile(`${this.file.path}.${ending}`, this.overwrite)
    this.others.push(other)
    return other
  }

  async finish(): Promise<Written> {
    const placed: string[] = []
    try {
      const sha256 = await this.file.complete()
      const beside: BesideInfo[] = []
      for (const other of this.others) {
        const written = await other.complete()
        if (written === null) continue
        await other.place()
        placed.push(other.path)
        beside.push(written)
      }
      await this.file.place()
      return { sizeBytes: this.file.sizeBytes, sha256, beside }
    } catch (error) {
      await this.discard()
      for (const path of placed) await rm(path, { force: true })
      throw error
    }
  }

  async discard(): Promise<void> {
    for (const other of this.others) await other.discard()
    await this.file.discard()
  }
}
