/** A file that stands beside an export, made once there is something to write in it: whole texts of cells that were cut. */
import { basename } from 'node:path'
import type { BesideInfo } from '../../../../shared/api/index.ts'
import { ExportFile } from './exportFile.ts'

export class BesideFile {
  /** Without folder. */
  readonly name: string
  /** Its final place. */
  readonly path: string
  private readonly overwrite: boolean
  private opening: Promise<ExportFile> | undefined
  private completed: Promise<BesideInfo> | undefined

  constructor(path: string, overwrite: boolean, name = basename(path)) {
    this.path = path
    this.overwrite = overwrite
    this.name = name
  }

  /** Adds text. Fails as `ExportFile` does. */
  async write(text: string): Promise<void> {
    this.opening ??= ExportFile.create(this.path, this.overwrite)
    const file = await this.opening
    await file.write(text)
  }

  /** What was written, once it is all on disk beside its final name; null: nothing was. Nothing may be added then. */
  async complete(): Promise<BesideInfo | null> {
    if (this.opening === undefined) return null
    const file = await this.opening
    this.completed ??= file.complete().then((sha256) => ({ name: this.name, sizeBytes: file.sizeBytes, sha256 }))
    return this.completed
  }

  /** Where its bytes stand until it is put in place; null: there are none. */
  async partPath(): Promise<string | null> {
    return this.opening === undefined ? null : (await this.opening).partPath
  }

  /** Gives the completed file its final name. */
  async place(): Promise<void> {
    await (await this.opening)?.place()
  }

  async discard(): Promise<void> {
    const file = await this.opening?.catch(() => undefined)
    await file?.discard()
  }
}
