/** What a check finds, in its order; of a kind no more than can be read are told one by one. */
import type { Failure } from '../../../../../shared/failure.ts'
import { MAX_TOLD } from '../../findings.ts'

export class Findings {
  readonly all: Failure[] = []
  private readonly counts = new Map<string, number>()

  /** `kind` is what is counted together; left out: the code and the file concerned. */
  add(finding: Failure, kind = `${finding.code} ${finding.where?.path ?? ''}`): void {
    const count = (this.counts.get(kind) ?? 0) + 1
    this.counts.set(kind, count)
    if (count <= MAX_TOLD) this.all.push(finding)
    else if (count === MAX_TOLD + 1) {
      const { code, where } = finding
      const path = where?.path
      this.all.push({
        code,
        message: `More of the same${path === undefined ? '' : ` in ${path}`}`,
        ...(path === undefined ? {} : { where: { path } }),
      })
    }
  }
}
