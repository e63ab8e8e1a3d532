/** The demo case: the bundled samples, imported once and then there like any other case. */
import { mkdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { CallOptions, Engine } from '../../../shared/api/index.ts'
import { FailureError } from '../../../shared/failure.ts'
import { sampleNames, samplePaths, samplesFolder } from './samples.ts'

/** Makes sure of one demo case. Asked twice at once, it is made once. */
export class DemoCase {
  private readonly engine: Engine
  private readonly path: string
  private readonly samples: string
  private making: Promise<void> | undefined

  constructor(engine: Engine, folder: string, samples: string = samplesFolder) {
    this.engine = engine
    this.path = join(folder, 'demo.vouch')
    this.samples = samples
  }

  /**
   * Path of the demo case, which is made where it is missing and completed where making it was cut short: an exhibit is in
   * a case altogether or not at all. Fails as `case.info` and `case.import` do.
   */
  async ensure(options?: CallOptions): Promise<string> {
    this.making ??= this.make(options).finally(() => {
      this.making = undefined
    })
    await this.making
    return this.path
  }

  private async make(options?: CallOptions): Promise<void> {
    const info = await this.engine.call('case.info', { case: this.path })
    if (info.ok && info.value.exhibits.length >= sampleNames.length) return
    if (!info.ok && info.failure.code !== 'case/not-found') throw new FailureError(info.failure)
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 })
    const paths = samplePaths(this.samples)
    // Where the samples lie on this machine is nobody's business who gets the demo case.
    const names = Object.fromEntries(paths.map((path) => [path, `samples/${basename(path)}`]))
    const report = await this.engine.call('case.import', { case: this.path, paths, names }, options)
    if (!report.ok) throw new FailureError(report.failure)
    for (const file of report.value.files)
      if (file.kind === 'failed' && file.failure.code !== 'import/already-imported')
        throw new FailureError(file.failure)
  }
}
